import type { Corefile } from "../corefile/ast.ts";
import { type EngineVersion, engineVersion } from "../corefile/engines.ts";
import { familyOf } from "../corefile/ip-family.ts";
import { buildNodeCorefile } from "../corefile/node-corefile.ts";
import { type NodeCorefilePlan, planNodeCorefile } from "../corefile/node-corefile-settings.ts";
import { nodeProcesses } from "../corefile/node-processes.ts";
import type { BundleSettings } from "./bundle-settings.ts";
import { cacheResources, type Resources } from "./memory.ts";
import { corefileKey } from "./names.ts";

/** A process of a cache's pod with everything that its container needs. */
export interface NodeServer {
	readonly plan: NodeCorefilePlan;
	readonly corefile: Corefile;
	/** "" for the first process, and for a second one its family: ends the names of what it must not share. */
	readonly suffix: "" | "-ipv4" | "-ipv6";
	/** Key of its Corefile in the ConfigMap. */
	readonly key: string;
	readonly resources: Resources;
}

/** @throws LocaldnsError as buildNodeCorefile */
export function planServers(settings: BundleSettings): {
	readonly target: EngineVersion;
	readonly servers: readonly NodeServer[];
} {
	const target = engineVersion(settings.engine, settings.engineVersion);
	const servers = nodeProcesses(settings).map((each, index): NodeServer => {
		const plan = planNodeCorefile(each, target.coreDns);
		const corefile = buildNodeCorefile(each);
		const suffix = index === 0 ? "" : (`-${familyOf(plan.healthAddress)}` as const);
		return {
			plan,
			corefile,
			suffix,
			key: `${corefileKey}${suffix}`,
			resources: settings.resources ?? cacheResources(corefile),
		};
	});
	return { target, servers };
}
