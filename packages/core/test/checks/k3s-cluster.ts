import {
	type AccessAnswer,
	type ApiObject,
	type ClusterSnapshot,
	known,
	type NodeFacts,
	readConfigMap,
	readDaemonSet,
	readDeployment,
	readEgressRules,
	readEndpoints,
	readNode,
	readPod,
	readService,
	type TailnetPath,
	type TailscaleFacts,
} from "../../src/cluster/index.ts";
import { type BundleSettings, renderBundle } from "../../src/manifests/index.ts";
import { k3sCorefile } from "../k3s-corefile.ts";

const cacheImage = "registry.k8s.io/dns/k8s-dns-node-cache:1.26.8";

interface NodeOptions {
	readonly name: string;
	readonly version?: string;
	readonly provider?: string;
	readonly args?: readonly string[];
	readonly address?: string;
	readonly flannel?: string;
	readonly images?: readonly string[];
	readonly ready?: boolean;
	readonly pressure?: string;
}

/** A node as K3s with flannel over a tailnet leaves it. */
export const nodeObject = ({
	name,
	version = "v1.34.9+k3s1",
	provider = "k3s",
	args = ["agent"],
	address = "100.64.0.10",
	flannel = "vxlan",
	images = [cacheImage],
	ready = true,
	pressure,
}: NodeOptions): ApiObject => ({
	metadata: {
		name,
		labels: args[0] === "server" ? { "node-role.kubernetes.io/control-plane": "true" } : {},
		annotations: {
			"k3s.io/node-args": JSON.stringify(args),
			"k3s.io/internal-ip": address,
			"flannel.alpha.coreos.com/backend-type": flannel,
		},
	},
	spec: { providerID: `${provider}://${name}` },
	status: {
		addresses: [
			{ type: "InternalIP", address },
			{ type: "Hostname", address: name },
		],
		conditions: [
			{ type: "Ready", status: ready ? "True" : "Unknown", message: "Kubelet stopped posting node status." },
			...(pressure === undefined ? [] : [{ type: pressure, status: "True" }]),
		],
		nodeInfo: { kubeletVersion: version },
		images: images.map((image) => ({ names: [image] })),
	},
});

/** The flags of a kubelet that gives pods the cache. */
export const turned = ["--kubelet-arg", "cluster-dns=169.254.20.10"];

export const healthyNodes: readonly NodeOptions[] = [
	{ name: "server", args: ["server", ...turned], address: "100.64.0.1" },
	{ name: "agent-1", args: ["agent", ...turned], address: "100.64.0.11" },
	{ name: "agent-2", args: ["agent", ...turned], address: "100.64.0.12" },
];

export const readNodes = (nodes: readonly NodeOptions[]): ClusterSnapshot["nodes"] =>
	known(nodes.map((options) => readNode(nodeObject(options), () => true)));

/** The healthy nodes, the second one changed. */
export const nodesWith = (change: Partial<NodeOptions>): ClusterSnapshot["nodes"] =>
	readNodes(healthyNodes.map((node, index) => (index === 1 ? { ...node, ...change } : node)));

interface PodOptions {
	readonly name: string;
	readonly namespace?: string;
	readonly node?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly createdAt?: string;
	readonly ready?: boolean;
	readonly spec?: object;
}

export const podObject = ({
	name,
	namespace = "shop",
	node = "agent-1",
	labels = { app: "web" },
	createdAt = "2026-03-02T00:00:00Z",
	ready = true,
	spec = {},
}: PodOptions): ApiObject => ({
	metadata: {
		name,
		namespace,
		labels,
		creationTimestamp: createdAt,
		ownerReferences: [{ kind: "ReplicaSet", name: "web-5d9c" }],
	},
	spec: { nodeName: node, ...spec },
	status: {
		phase: "Running",
		startTime: createdAt,
		conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
	},
});

export const cachePod = (node: string, ready = true): PodOptions => ({
	name: `node-local-dns-${node}`,
	namespace: "kube-system",
	node,
	labels: { "k8s-app": "node-local-dns" },
	ready,
	spec: { hostNetwork: true, dnsPolicy: "Default" },
});

export const healthyPods: readonly PodOptions[] = [
	...healthyNodes.map(({ name }) => cachePod(name)),
	{ name: "web-1" },
];

export const readPods = (pods: readonly PodOptions[]): ClusterSnapshot["pods"] =>
	known(pods.flatMap((options) => readPod(podObject(options), () => true) ?? []));

export const configMap = (data: Readonly<Record<string, string>>, owners: object = {}) =>
	known(readConfigMap({ metadata: { managedFields: managed(owners) }, data }));

export const deployment = (owners: object = {}, image = "rancher/mirrored-coredns-coredns:1.13.2") =>
	known(
		readDeployment({
			metadata: { managedFields: managed(owners) },
			spec: { replicas: 2, template: { spec: { containers: [{ image }] } } },
			status: { readyReplicas: 2 },
		}),
	);

/** @param owners manager → its tree of fields */
const managed = (owners: object) =>
	Object.entries(owners).map(([manager, fieldsV1]) => ({ manager, fieldsV1 }));

export const corednsOn = (...nodes: string[]) =>
	known(
		readEndpoints([
			{
				endpoints: nodes.map((nodeName) => ({
					nodeName,
					conditions: { ready: true },
					targetRef: { name: `coredns-${nodeName}` },
				})),
			},
		]),
	);

export const service = (...clusterIPs: string[]) =>
	known(
		readService({
			metadata: { name: "kube-dns" },
			spec: {
				clusterIPs,
				ports: [
					{ port: 53, protocol: "UDP" },
					{ port: 53, protocol: "TCP" },
				],
			},
		}),
	);

/** The cache as `localdns render` writes it, rolled out on that many nodes. */
export function installed(settings: Partial<BundleSettings> = {}, ready = 3): ClusterSnapshot["cache"] {
	const objects = renderBundle({ profile: "resilient", engine: "node-cache", ...settings });
	const rendered = (kind: string) =>
		objects.find((each) => each.kind === kind && each.metadata.name === "node-local-dns");
	const { metadata, spec } = rendered("DaemonSet") as unknown as ApiObject;
	const upstream = objects.find(({ metadata }) => metadata.name === "kube-dns-upstream");
	return {
		namespace: "kube-system",
		daemonSet: known(
			readDaemonSet({
				metadata: { ...metadata, creationTimestamp: "2026-03-01T00:00:00Z", generation: 1 },
				spec,
				status: {
					observedGeneration: 1,
					desiredNumberScheduled: 3,
					updatedNumberScheduled: 3,
					numberReady: ready,
				},
			}),
		),
		configuration: known(readConfigMap(rendered("ConfigMap") as unknown as ApiObject)),
		upstreamService: known(
			upstream === undefined
				? undefined
				: readService({
						...upstream,
						spec: { ...(upstream.spec as object), clusterIP: "10.43.7.7" },
					} as never),
		),
	};
}

export const notInstalled: ClusterSnapshot["cache"] = {
	namespace: "kube-system",
	daemonSet: known(undefined),
	configuration: known(undefined),
	upstreamService: known(undefined),
};

export const policy = (spec: object, namespace = "shop") =>
	readEgressRules({ metadata: { name: "limit", namespace }, spec }) as NonNullable<
		ReturnType<typeof readEgressRules>
	>;

const answer: AccessAnswer = {
	verb: "list",
	group: "",
	resource: "nodes",
	subresource: undefined,
	namespace: undefined,
	name: undefined,
	purpose: "know the nodes",
	allowed: true,
};

export const rightsWith = (allowed: boolean): ClusterSnapshot["rights"] => ({
	command: "doctor",
	answers: known([answer, { ...answer, resource: "pods", allowed }]),
});

/** A way from one node to another over the tailnet. */
export const path = (change: Partial<TailnetPath> = {}): TailnetPath => ({
	to: "server",
	route: { by: "direct" },
	sent: 10,
	lost: 0,
	medianMs: 43,
	...change,
});

/** What a pod found out on a healthy node. */
export const nodeFacts = (
	tailscale: Partial<TailscaleFacts> = {},
	rest: Partial<NodeFacts> = {},
): NodeFacts => ({
	kernel: { release: "6.1.0-40-amd64", abilities: { dummy: "there", notrack: "there" } },
	resolvers: ["192.0.2.53"],
	tailscale: {
		is: "known",
		version: "1.102.5",
		backendState: "Running",
		addresses: ["100.64.0.11"],
		hasInterface: true,
		mtu: 1280,
		acceptsDns: false,
		hasFirewall: true,
		keyExpiresInDays: 170,
		paths: [path()],
		...tailscale,
	},
	...rest,
});

export const factsOf = (all: readonly (readonly [string, NodeFacts])[]): ClusterSnapshot["nodeFacts"] =>
	new Map(all.map(([node, facts]) => [node, known(facts)]));

/** Three K3s nodes over a tailnet, CoreDNS on two of them, the cache installed and every kubelet turned to it. */
export const healthyCluster: ClusterSnapshot = {
	serverVersion: known("v1.34.9+k3s1"),
	rights: rightsWith(true),
	nodes: readNodes(healthyNodes),
	pods: readPods(healthyPods),
	egressRules: known([policy({ podSelector: { matchLabels: { app: "other" } }, policyTypes: ["Egress"] })]),
	clusterDns: {
		service: service("10.43.0.10"),
		deployment: deployment({ "deploy@server": { "f:spec": { "f:template": { "f:spec": { "f:x": {} } } } } }),
		endpoints: corednsOn("server", "agent-1"),
		configuration: configMap(
			{ Corefile: k3sCorefile, NodeHosts: "100.64.0.1 server\n" },
			{
				"deploy@server": { "f:data": { ".": {}, "f:Corefile": {} } },
				k3s: { "f:data": { "f:NodeHosts": {} } },
			},
		),
		custom: configMap({
			"size.override": "bufsize 1182\n",
			"corp.server":
				"corp.example:53 {\n    errors\n    cache 30\n    bufsize 1182\n    forward . 192.0.2.53\n}\n",
		}),
		noted: configMap({ clusterDNS: "10.43.0.10", clusterDomain: "cluster.local" }),
	},
	cache: installed(),
	kubeletDns: new Map(),
	nodeFacts: factsOf(healthyNodes.map(({ name }) => [name, nodeFacts()])),
};
