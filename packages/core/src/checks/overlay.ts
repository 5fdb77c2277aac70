import type { Check } from "./check.ts";
import { lintClusterDns } from "./cluster-lint.ts";
import { clusterUpstreams } from "./cluster-upstreams.ts";
import { bad, count, fromFacts, names, ok, skipped } from "./outcome.ts";
import { isTailnet, isTailnetAddress, tailnetMtu } from "./tailnet.ts";

const category = "network";
/** tailscale's own resolver on every node of a tailnet. */
const magicDns = "100.100.100.100";

/** What a tailnet below the cluster does to DNS, as far as the API shows it. */
export const overlayChecks: readonly Check[] = [
	{
		id: "tailnet",
		code: "LDNS643",
		category,
		title: "the nodes reach each other by one network: all by a tailnet, or none",
		severity: "warning",
		run: ({ nodes }) =>
			fromFacts({ nodes }, ({ nodes }) => {
				const outside = nodes.filter((node) => !isTailnet(node));
				if (outside.length === nodes.length) return skipped("no node has an address of 100.64.0.0/10");
				if (outside.length === 0) return ok(`${count(nodes.length, "node")} by 100.64.0.0/10`);
				return bad(
					`${nodes.length - outside.length} of ${nodes.length} have an address of 100.64.0.0/10, not ${names(outside.map(({ name }) => name))}`,
					{ about: outside.map(({ name }) => name) },
				);
			}),
	},
	{
		id: "path-mtu",
		code: "LDNS644",
		category,
		title: "answers of the cluster DNS fit into one packet of the overlay",
		severity: "warning",
		run: ({ nodes, clusterDns: { configuration, custom, deployment } }) =>
			fromFacts(
				{ nodes, configuration, custom, deployment },
				({ nodes, configuration, custom, deployment }) => {
					const mtus = nodes
						.filter(isTailnet)
						.flatMap(({ flannelBackend }) => tailnetMtu(flannelBackend) ?? []);
					if (mtus.length === 0) return skipped("no node has flannel over a tailnet");
					if (configuration?.data.Corefile === undefined)
						return skipped("there is no ConfigMap coredns with a Corefile");
					const mtu = Math.min(...mtus);
					const [finding] = lintClusterDns(configuration, custom, deployment?.image, mtu).filter(
						({ code }) => code === "LDNS440",
					);
					if (finding === undefined) return ok(`the overlay carries ${mtu} bytes`);
					return bad(
						`the overlay carries ${mtu} bytes: ${finding.message} (${finding.file}:${finding.line})`,
						{
							hint: `kubectl -n kube-system create configmap coredns-custom --from-literal=size.override='${finding.fix}'`,
						},
					);
				},
			),
	},
	{
		id: "shared-addresses",
		code: "LDNS645",
		category,
		title: "no resolver lies in 100.64.0.0/10, whose packets tailscale drops unless they are its own",
		severity: "warning",
		run: ({ nodes, clusterDns: { configuration, custom } }) =>
			fromFacts({ nodes, configuration, custom }, ({ nodes, configuration, custom }) => {
				if (!nodes.some(isTailnet)) return skipped("no node has an address of 100.64.0.0/10");
				if (configuration === undefined) return skipped("there is no ConfigMap coredns with a Corefile");
				const shared = clusterUpstreams(configuration, custom).filter(isTailnetAddress);
				if (shared.includes(magicDns))
					return bad(`the cluster DNS asks ${magicDns}, which answers at most 256 questions at a time`);
				const own = nodes.flatMap(({ addresses }) => addresses);
				const foreign = shared.filter((address) => !own.includes(address));
				return foreign.length === 0 ? ok("none") : bad(`the cluster DNS asks ${foreign.join(", ")}`);
			}),
	},
];
