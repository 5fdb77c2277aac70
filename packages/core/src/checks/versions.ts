import type { ClusterNode } from "../cluster/node.ts";
import { parseKubernetesVersion } from "../cluster/version.ts";
import type { Check } from "./check.ts";
import { bad, count, fromFacts, names, ok, skipped } from "./outcome.ts";
import { isTailnet } from "./tailnet.ts";

/** Server-side apply and a DaemonSet's maxSurge are on by default since this minor version. */
const oldestPossible = 22;
/** Minor versions against whose API descriptions the objects are validated. */
const tested = { oldest: 33, newest: 37 };
/** kubelets may be that many minor versions older than the API server (kubernetes.io: Version Skew Policy). */
const largestSkew = 3;
/** First patch releases of K3s in which flannel comes back by itself when its interface does (k3s-io/k3s issue 12436). */
const flannelFixed: Readonly<Record<number, number>> = { 33: 13, 34: 9, 35: 6, 36: 2 };

const category = "versions and nodes";

/** Versions of Kubernetes and K3s, and the state of the nodes. */
export const versionChecks: readonly Check[] = [
	{
		id: "kubernetes-version",
		code: "LDNS611",
		category,
		title: "Kubernetes is of a version that localdns is tested with",
		severity: "error",
		run: ({ serverVersion }) =>
			fromFacts({ serverVersion }, ({ serverVersion: text }) => {
				const version = parseKubernetesVersion(text);
				const range = `1.${tested.oldest} to 1.${tested.newest}`;
				if (version === undefined) return { is: "unknown", because: `the API server calls itself ${text}` };
				if (version.minor < oldestPossible)
					return bad(
						`${text} is older than 1.${oldestPossible}, and an update of the cache would leave a gap`,
					);
				if (version.minor >= tested.oldest && version.minor <= tested.newest) return ok(text);
				return bad(`${text} is outside of ${range}, which is tested`, { severity: "warning" });
			}),
	},
	{
		id: "kubelet-versions",
		code: "LDNS612",
		category,
		title: "kubelets are not newer than the API server, and at most three minor versions older",
		severity: "warning",
		run: ({ serverVersion, nodes }) =>
			fromFacts({ serverVersion, nodes }, ({ serverVersion: text, nodes }) => {
				const server = parseKubernetesVersion(text);
				if (server === undefined) return { is: "unknown", because: `the API server calls itself ${text}` };
				const apart = nodes.filter(({ version }) => {
					const older = server.minor - (version?.minor ?? server.minor);
					return older < 0 || older > largestSkew;
				});
				if (apart.length === 0) return ok(versionsOf(nodes));
				return bad(
					`${names(apart.map(({ name, kubeletVersion }) => `${name} has ${kubeletVersion}`))}, the API server ${text}`,
					{
						about: apart.map(({ name }) => name),
					},
				);
			}),
	},
	{
		id: "k3s",
		code: "LDNS613",
		category,
		title: "every node runs K3s, whose configuration localdns knows to change",
		severity: "warning",
		run: ({ nodes }) =>
			fromFacts({ nodes }, ({ nodes }) => {
				const others = nodes.filter(({ isK3s }) => !isK3s);
				if (others.length === 0) return ok(`${count(nodes.length, "node")}`);
				return bad(
					`${count(others.length, "node")} of ${nodes.length} without K3s: ${names(others.map(({ name }) => name))}`,
					{
						about: others.map(({ name }) => name),
					},
				);
			}),
	},
	{
		id: "nodes-ready",
		code: "LDNS614",
		category,
		title: "every node is ready",
		severity: "warning",
		run: ({ nodes }) =>
			fromFacts({ nodes }, ({ nodes }) => {
				if (nodes.length === 0) return bad("the cluster has no nodes", { severity: "error" });
				const ill = nodes.flatMap(({ name, notReady, pressures }) =>
					notReady !== undefined
						? [`${name} (${notReady})`]
						: pressures.map((pressure) => `${name} (${pressure})`),
				);
				if (ill.length === 0) return ok(`${nodes.length} of ${nodes.length}`);
				return bad(`${count(ill.length, "node")} of ${nodes.length}: ${names(ill)}`, { about: ill });
			}),
	},
	{
		id: "flannel-comes-back",
		code: "LDNS615",
		category,
		title: "flannel comes back by itself when the tunnel's interface is made anew",
		severity: "warning",
		run: ({ nodes }) =>
			fromFacts({ nodes }, ({ nodes }) => {
				const concerned = nodes.filter(
					(node) => node.isK3s && node.flannelBackend === "vxlan" && isTailnet(node),
				);
				if (concerned.length === 0) return skipped("no node has flannel's vxlan over a tailnet");
				const hurt = concerned.filter(isBeforeFix);
				if (hurt.length === 0) return ok(versionsOf(concerned));
				return bad(
					`after a restart of tailscaled ${count(hurt.length, "node")} may lose the way to the other nodes' pods: ${names(hurt.map(({ name, kubeletVersion }) => `${name} (${kubeletVersion})`))}`,
					{ about: hurt.map(({ name }) => name) },
				);
			}),
	},
];

function isBeforeFix({ version }: ClusterNode): boolean {
	if (version === undefined) return false;
	const fixed = flannelFixed[version.minor];
	return fixed === undefined ? version.minor < 33 : version.patch < fixed;
}

function versionsOf(nodes: readonly ClusterNode[]): string {
	const versions = new Map<string, number>();
	for (const { kubeletVersion } of nodes)
		versions.set(kubeletVersion, (versions.get(kubeletVersion) ?? 0) + 1);
	return names([...versions].map(([version, nodes]) => `${version} on ${count(nodes, "node")}`));
}
