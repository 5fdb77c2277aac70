import type { Engine } from "../corefile/engines.ts";
import type { IpFamily } from "../corefile/ip-family.ts";
import type { Mode, ProfileName } from "../corefile/node-corefile-settings.ts";

/** Four words that go together. */
export interface Combination {
	readonly profile: ProfileName;
	readonly engine: Engine;
	readonly mode: Mode;
	readonly ipFamily: IpFamily;
}

const families: readonly IpFamily[] = ["ipv4", "ipv6", "dual"];

const engineModes: readonly (readonly [Engine, Mode])[] = [
	["node-cache", "kubelet"],
	["node-cache", "intercept"],
	["coredns", "kubelet"],
];

/** Every combination that can be rendered; any other is refused with LDNS407. */
export const combinations: readonly Combination[] = [
	{ profile: "article", engine: "node-cache", mode: "kubelet", ipFamily: "ipv4" },
	...(["upstream", "resilient"] as const).flatMap((profile) =>
		engineModes.flatMap(([engine, mode]) =>
			families.map((ipFamily): Combination => ({ profile, engine, mode, ipFamily })),
		),
	),
];
