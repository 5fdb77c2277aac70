import { intercepts } from "../cluster/installed-cache.ts";
import type { KernelAbility, NodeFacts } from "../cluster/node-facts.ts";
import type { Check } from "./check.ts";
import { type FoundOn, fromNodes, unlessAny } from "./node-facts.ts";
import { isTailnetAddress } from "./tailnet.ts";

/** tailscale's own resolver, which its firewall lets pass. */
const magicDns = "100.100.100.100";

/** What kernels and resolver files of the nodes are fit for; asked with --link-info. */
export const nodeAbilityChecks: readonly Check[] = [
	{
		id: "node-resolvers",
		code: "LDNS667",
		category: "network",
		title: "tailscale's firewall cuts no node off from its own resolvers",
		severity: "warning",
		run: (cluster) =>
			fromNodes(cluster, (found) =>
				unlessAny(
					found.flatMap(({ node, facts: { resolvers, tailscale } }) => {
						if (tailscale.is !== "known" || !tailscale.hasFirewall) return [];
						const cut = resolvers.filter((each) => isTailnetAddress(each) && each !== magicDns);
						return cut.length === 0 ? [] : [{ node, text: cut.join(", ") }];
					}),
					"none of them is in 100.64.0.0/10",
				),
			),
	},
	{
		id: "resolver-loops",
		code: "LDNS668",
		category: "network",
		title: "no node's resolver file leads pods to themselves or to the cache",
		severity: "error",
		run: (cluster) =>
			fromNodes(cluster, (found) =>
				unlessAny(
					found.flatMap(({ node, facts: { resolvers } }) => {
						const loops = resolvers.filter(leadsBack);
						return loops.length === 0 ? [] : [{ node, text: loops.join(", ") }];
					}),
					"none is a loopback or link-local address",
				),
			),
	},
	{
		id: "kernel-abilities",
		code: "LDNS669",
		category: "versions and nodes",
		title: "kernels can do what the cache asks of them",
		severity: "warning",
		run: (cluster) =>
			fromNodes(cluster, (found) => {
				const { daemonSet } = cluster.cache;
				const image = daemonSet.known ? daemonSet.value?.image : undefined;
				const isNodeCache = image?.includes("node-cache") === true;
				// CoreDNS takes the address on lo, which every kernel has.
				const needed: KernelAbility[] =
					image === undefined || isNodeCache ? (intercepts(cluster) ? ["dummy", "notrack"] : ["dummy"]) : [];
				const lacking = (is: "absent" | "unknown") =>
					found.flatMap((each) => {
						const what = needed.filter((ability) => each.facts.kernel.abilities[ability] === is);
						return what.length === 0 ? [] : [{ node: each.node, text: abilityText(each, what) }];
					});
				const absent = lacking("absent");
				if (absent.length > 0) return unlessAny(absent, "", isNodeCache ? { severity: "error" } : {});
				const [unclear] = lacking("unknown");
				if (unclear !== undefined)
					return { is: "unknown", because: `the kernel of ${unclear.node} does not say: ${unclear.text}` };
				return unlessAny(
					[],
					needed.length === 0 ? "the engine coredns needs nothing" : `there are ${needed.join(" and ")}`,
				);
			}),
	},
];

/** 169.254.169.254 is the resolver of some clouds. */
const leadsBack = (address: string): boolean =>
	/^127\.|^::1$|^169\.254\.|^fe80:/i.test(address) && address !== "169.254.169.254";

const described: Readonly<Record<KernelAbility, string>> = {
	dummy: "links of type dummy",
	notrack: "the target NOTRACK",
};

const abilityText = ({ facts }: FoundOn<NodeFacts>, what: readonly KernelAbility[]): string =>
	`${facts.kernel.release}: ${what.map((ability) => described[ability]).join(", ")}`;
