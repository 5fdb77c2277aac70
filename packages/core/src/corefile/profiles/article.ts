import { type Corefile, plugin } from "../ast.ts";
import type { NodeCorefilePlan } from "../node-corefile-settings.ts";
import { forward } from "../plugins/forward.ts";

/**
 * The Corefile of the article that many K3s-over-tailscale clusters were set up from, line by line,
 * so that its followers can measure what they have. Its weak points are known
 * (docs/guides/profiles.md) and kept.
 */
export function articleCorefile(plan: NodeCorefilePlan): Corefile {
	return {
		blocks: [
			{
				comments: [],
				keys: [".:53"],
				plugins: [
					plugin("bind", plan.listenOn),
					forward({ from: `${plan.clusterDomain}.`, to: [plan.clusterUpstream], forceTcp: true }),
					forward({ from: ".", to: plan.externalUpstreams ?? ["119.29.29.29"] }),
					plugin("reload"),
					plugin("log"),
					plugin("loop"),
					plugin("errors"),
					plugin("cache", [30]),
					plugin("prometheus", [":9253"]),
				],
			},
		],
	};
}
