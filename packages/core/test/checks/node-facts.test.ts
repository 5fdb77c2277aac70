import { nodeAbilityChecks } from "../../src/checks/node-abilities.ts";
import { tailscaleChecks } from "../../src/checks/tailscale-on-nodes.ts";
import { type ClusterSnapshot, known, type NodeFacts, unread } from "../../src/cluster/index.ts";
import { judges } from "./judges.ts";
import {
	factsOf,
	healthyCluster,
	healthyNodes,
	installed,
	nodeFacts,
	notInstalled,
	path,
	readNodes,
} from "./k3s-cluster.ts";

/** Facts of the healthy nodes, the second one changed. */
const factsWith = (change: NodeFacts): Pick<ClusterSnapshot, "nodeFacts"> => ({
	nodeFacts: factsOf(healthyNodes.map(({ name }, index) => [name, index === 1 ? change : nodeFacts()])),
});
const nobodyAsked = { nodeFacts: new Map() };
const without = nodeFacts({}, { tailscale: { is: "none" } });
const noTailnet = {
	nodes: readNodes(healthyNodes.map((node, index) => ({ ...node, address: `192.0.2.${index}` }))),
	nodeFacts: factsOf(healthyNodes.map(({ name }) => [name, without])),
};
const kernel = (abilities: NodeFacts["kernel"]["abilities"]) =>
	nodeFacts({}, { kernel: { release: "6.1.0-vps", abilities } });
const noDummy = kernel({ dummy: "absent", notrack: "there" });

judges("tailscale on the nodes", tailscaleChecks, [
	["tailscale-running", "nothing that was asked", nobodyAsked, "skipped", /--link-info/],
	["tailscale-running", "a cluster without a tailnet", noTailnet, "skipped", /no node has/],
	[
		"tailscale-running",
		"addresses of 100.64.0.0/10 without any tailscaled",
		{ nodeFacts: noTailnet.nodeFacts },
		"skipped",
		/no node has/,
	],
	["tailscale-running", "a tailnet that is up everywhere", {}, "ok", /3 nodes/],
	["tailscale-running", "a node without a tailscaled", factsWith(without), "error", /agent-1 \(no socket/],
	[
		"tailscale-running",
		"a daemon that does not answer",
		factsWith(nodeFacts({}, { tailscale: { is: "silent", because: "no answer within 5 s" } })),
		"error",
		/agent-1 \(no answer within 5 s\)/,
	],
	[
		"tailscale-running",
		"a node whose key has expired",
		factsWith(nodeFacts({ backendState: "NeedsLogin" })),
		"error",
		/1 node: agent-1 \(NeedsLogin\)/,
	],
	[
		"tailscale-running",
		"a node that told nothing, the others being well",
		{ nodeFacts: new Map([...healthyCluster.nodeFacts, ["agent-2", unread("no room for a pod")]]) },
		"unknown",
		/agent-2: no room for a pod/,
	],
	[
		"tailscale-running",
		"a node that told nothing, and another one that is not well",
		{
			nodeFacts: new Map([
				["agent-1", known(nodeFacts({ backendState: "Stopped" }))],
				["agent-2", unread("no room for a pod")],
			]),
		},
		"error",
		/agent-1 \(Stopped\)/,
	],
	[
		"tailscale-interface",
		"userspace networking",
		factsWith(nodeFacts({ hasInterface: false })),
		"error",
		/agent-1/,
	],
	["tailnet-path", "direct ways", {}, "ok", /3 ways, the slowest 43 ms/],
	["tailnet-path", "a cluster without a tailnet", noTailnet, "skipped", /tailscaled/],
	[
		"tailnet-path",
		"a way by DERP",
		factsWith(nodeFacts({ paths: [path({ route: { by: "derp", region: "hkg" }, medianMs: 180 })] })),
		"warning",
		/agent-1 \(to server by DERP hkg, 180 ms, 0 of 10 pings lost\)/,
	],
	[
		"tailnet-path",
		"a way by a peer relay",
		factsWith(nodeFacts({ paths: [path({ route: { by: "peer-relay" } })] })),
		"warning",
		/to server by a peer relay/,
	],
	[
		"tailnet-path",
		"no way at all",
		factsWith(
			nodeFacts({
				paths: [
					{ to: "server", route: { by: "nothing", because: "no ping was answered" }, sent: 10, lost: 10 },
				],
			}),
		),
		"warning",
		/no way: no ping was answered, 10 of 10/,
	],
	[
		"tailnet-loss",
		"one lost ping of thirty",
		factsWith(nodeFacts({ paths: [path({ lost: 1 })] })),
		"ok",
		/1 of 30/,
	],
	[
		"tailnet-loss",
		"a lossy way",
		factsWith(nodeFacts({ paths: [path({ lost: 2 })] })),
		"warning",
		/2 of 10 pings lost/,
	],
	[
		"tailnet-mtu",
		"a smaller interface",
		factsWith(nodeFacts({ mtu: 1200 })),
		"warning",
		/agent-1 \(1200 bytes\)/,
	],
	[
		"tailscale-dns",
		"tailscale's own resolvers",
		factsWith(nodeFacts({ acceptsDns: true })),
		"warning",
		/1 node: agent-1$/,
	],
	["tailscale-key", "keys of half a year", {}, "ok", /first in 170 days/],
	[
		"tailscale-key",
		"a key of two weeks",
		factsWith(nodeFacts({ keyExpiresInDays: 14 })),
		"ok",
		/first in 14 days/,
	],
	[
		"tailscale-key",
		"a key of a day",
		factsWith(nodeFacts({ keyExpiresInDays: 1 })),
		"warning",
		/agent-1 \(in 1 day\)/,
	],
	[
		"tailscale-key",
		"a key that is over",
		factsWith(nodeFacts({ keyExpiresInDays: -1 })),
		"warning",
		/expired/,
	],
]);

judges("kernels and resolvers of the nodes", nodeAbilityChecks, [
	[
		"node-resolvers",
		"Alibaba Cloud's resolvers below tailscale's firewall",
		factsWith(nodeFacts({}, { resolvers: ["100.100.2.136", "100.100.2.138"] })),
		"warning",
		/agent-1 \(100.100.2.136, 100.100.2.138\)/,
	],
	[
		"node-resolvers",
		"the same without that firewall",
		factsWith(nodeFacts({ hasFirewall: false }, { resolvers: ["100.100.2.136"] })),
		"ok",
		/none/,
	],
	[
		"node-resolvers",
		"tailscale's own",
		factsWith(nodeFacts({}, { resolvers: ["100.100.100.100"] })),
		"ok",
		/none/,
	],
	[
		"resolver-loops",
		"systemd-resolved's stub",
		factsWith(nodeFacts({}, { resolvers: ["127.0.0.53"] })),
		"error",
		/127.0.0.53/,
	],
	[
		"resolver-loops",
		"the cache",
		factsWith(nodeFacts({}, { resolvers: ["169.254.20.10"] })),
		"error",
		/169.254.20.10/,
	],
	[
		"resolver-loops",
		"a cloud's link-local one",
		factsWith(nodeFacts({}, { resolvers: ["169.254.169.254"] })),
		"ok",
		/none/,
	],
	[
		"kernel-abilities",
		"a kernel without dummy links, under node-cache",
		factsWith(noDummy),
		"error",
		/6.1.0-vps: links of type dummy/,
	],
	[
		"kernel-abilities",
		"the same before an installation",
		{ ...factsWith(noDummy), cache: notInstalled },
		"warning",
		/dummy/,
	],
	[
		"kernel-abilities",
		"the same under CoreDNS",
		{ ...factsWith(noDummy), cache: installed({ engine: "coredns" }) },
		"ok",
		/coredns/,
	],
	[
		"kernel-abilities",
		"a kernel without NOTRACK in mode intercept",
		{ ...factsWith(kernel({ dummy: "there", notrack: "absent" })), cache: installed({ mode: "intercept" }) },
		"error",
		/NOTRACK/,
	],
	[
		"kernel-abilities",
		"the same in mode kubelet",
		factsWith(kernel({ dummy: "there", notrack: "absent" })),
		"ok",
		/dummy/,
	],
	[
		"kernel-abilities",
		"a kernel that does not say",
		factsWith(kernel({ dummy: "unknown", notrack: "there" })),
		"unknown",
		/agent-1 does not say/,
	],
]);
