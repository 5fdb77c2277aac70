import { buildNodeCorefile, type Engine, printCorefile } from "@localdns/core/corefile";
import type { CoreDnsVersion, LabArm } from "@localdns/lab";
import type { ArmSettings } from "../arms.ts";
import { readText } from "../files.ts";

/** CoreDNS that stands for each engine in the lab: node-cache 1.26.8 is CoreDNS 1.13.2 plus a launcher. */
const coreDnsOf = { "node-cache": "1.13.2", coredns: "1.15.0" } as const satisfies Record<
	Engine,
	CoreDnsVersion
>;

/** What serves an arm, in words for the report. */
export function engineText(arm: ArmSettings): string {
	if (arm.way.kind === "direct") return "none";
	return arm.way.engine === "coredns" ? "CoreDNS 1.15.0" : "CoreDNS 1.13.2 with node-cache's Corefile";
}

/** @throws LocaldnsError LDNS104 for a Corefile that cannot be read */
export async function labArm(arm: ArmSettings): Promise<LabArm> {
	if (arm.way.kind === "direct") return { arm: arm.name, engine: "none" };
	return {
		arm: arm.name,
		engine: `coredns-${coreDnsOf[arm.way.engine]}`,
		corefile: await corefileOf(arm.way),
	};
}

async function corefileOf(way: Exclude<ArmSettings["way"], { kind: "direct" }>): Promise<string> {
	if (way.kind === "profile") {
		return printCorefile(
			buildNodeCorefile({
				profile: way.profile,
				engine: way.engine,
				// In the lab a node's metrics are read by no one, and its own address is not in the environment.
				metrics: "local",
				// The add-on takes the node's own resolvers, which node-cache fills in; in the lab that is this one.
				...(way.profile === "upstream" ? { externalUpstreams: ["119.29.29.29"] } : {}),
			}),
		);
	}
	return await readText(way.path);
}
