import { describe, expect, it } from "vitest";
import { type CheckResult, checks, runChecks } from "../../src/checks/index.ts";
import { type ClusterSnapshot, known } from "../../src/cluster/index.ts";
import {
	cachePod,
	configMap,
	corednsOn,
	corefile,
	deployment,
	healthyCluster,
	healthyNodes,
	healthyPods,
	installed,
	notInstalled,
	policy,
	readNodes,
	readPods,
	rightsWith,
	service,
} from "./k3s-cluster.ts";

type Change = Partial<Omit<ClusterSnapshot, "clusterDns">> & {
	readonly clusterDns?: Partial<ClusterSnapshot["clusterDns"]>;
};

const resultOf = (id: string, { clusterDns, ...change }: Change): CheckResult => {
	const cluster = {
		...healthyCluster,
		...change,
		clusterDns: { ...healthyCluster.clusterDns, ...clusterDns },
	};
	const [result] = runChecks(
		checks.filter((check) => check.id === id),
		cluster,
	);
	if (result === undefined) throw new Error(`no check ${id}`);
	return result;
};

/** The second node of the healthy cluster, changed. */
const nodesWith = (change: object) =>
	readNodes(healthyNodes.map((node, index) => (index === 1 ? { ...node, ...change } : node)));
const withPod = (pod: Parameters<typeof readPods>[0][number]) => readPods([...healthyPods, pod]);
/** As older releases of K3s have it: overrides behind the forward. */
const overrides = "    import /etc/coredns/custom/*.override\n";
const oldCorefile = corefile.replace(overrides, "").replace("resolv.conf\n", `resolv.conf\n${overrides}`);
const turned = ["--kubelet-arg", "cluster-dns=169.254.20.10"];
const isolating = { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Egress"] };
const egressTo = (to: object[], ports?: object[]) => policy({ ...isolating, egress: [{ to, ports }] });

const cases: readonly [id: string, what: string, Change, status: CheckResult["status"], text: RegExp][] = [
	[
		"rights",
		"a right that is missing",
		{ rights: rightsWith(false) },
		"error",
		/1 right of 2 missing: list pods$/,
	],
	[
		"kubernetes-version",
		"a Kubernetes without maxSurge",
		{ serverVersion: known("v1.21.14+k3s1") },
		"error",
		/older/,
	],
	[
		"kubernetes-version",
		"a Kubernetes before the tested ones",
		{ serverVersion: known("v1.30.1") },
		"warning",
		/outside/,
	],
	[
		"kubernetes-version",
		"an API server with a name of its own",
		{ serverVersion: known("abc") },
		"unknown",
		/abc/,
	],
	[
		"kubelet-versions",
		"a kubelet newer than the API server",
		{ nodes: nodesWith({ version: "v1.35.6+k3s1" }) },
		"warning",
		/agent-1 has v1.35.6/,
	],
	[
		"kubelet-versions",
		"a kubelet four minor versions older",
		{ nodes: nodesWith({ version: "v1.30.0+k3s1" }) },
		"warning",
		/agent-1 has v1.30.0/,
	],
	[
		"nodes-ready",
		"a node that is not ready",
		{ nodes: nodesWith({ ready: false }) },
		"warning",
		/agent-1 \(Kubelet stopped/,
	],
	[
		"nodes-ready",
		"a node with a full disk",
		{ nodes: nodesWith({ pressure: "DiskPressure" }) },
		"warning",
		/agent-1 \(DiskPressure\)/,
	],
	["nodes-ready", "no node", { nodes: known([]) }, "error", /no nodes/],
	[
		"flannel-comes-back",
		"K3s before flannel's fix",
		{ nodes: nodesWith({ version: "v1.34.8+k3s1" }) },
		"warning",
		/agent-1 \(v1.34.8\+k3s1\)/,
	],
	[
		"flannel-comes-back",
		"a K3s that never got the fix",
		{ nodes: nodesWith({ version: "v1.32.12+k3s1" }) },
		"warning",
		/agent-1/,
	],
	[
		"flannel-comes-back",
		"another backend",
		{ nodes: readNodes(healthyNodes.map((node) => ({ ...node, flannel: "host-gw" }))) },
		"skipped",
		/vxlan/,
	],
	[
		"cluster-dns-service",
		"no Service",
		{ clusterDns: { service: known(undefined) } },
		"error",
		/no Service kube-dns/,
	],
	[
		"cluster-dns-service",
		"a headless Service",
		{ clusterDns: { service: service("None") } },
		"error",
		/no address/,
	],
	[
		"cluster-dns-service",
		"a Service without TCP",
		{
			clusterDns: {
				service: known({
					addresses: ["10.43.0.10"],
					ports: [{ port: 53, protocol: "UDP" }],
				}),
			},
		},
		"error",
		/for TCP/,
	],
	[
		"cluster-dns-noted",
		"a note of another address",
		{ clusterDns: { noted: configMap({ clusterDNS: "10.43.0.99" }) } },
		"warning",
		/10.43.0.99/,
	],
	["cluster-dns-noted", "no note", { clusterDns: { noted: known(undefined) } }, "skipped", /cluster-dns/],
	[
		"coredns-ready",
		"no ready pod",
		{ clusterDns: { endpoints: corednsOn() } },
		"error",
		/the Deployment wants 2/,
	],
	[
		"coredns-ready",
		"fewer ready pods than wanted",
		{ clusterDns: { endpoints: corednsOn("server") } },
		"warning",
		/1 of 2/,
	],
	[
		"coredns-places",
		"all pods on one node",
		{ clusterDns: { endpoints: corednsOn("server") } },
		"warning",
		/on server/,
	],
	[
		"coredns-places",
		"a cluster of one node",
		{ nodes: readNodes([{ name: "only" }]) },
		"skipped",
		/one node/,
	],
	[
		"server-cluster-dns",
		"the cache's address as K3s' cluster-dns",
		{ nodes: nodesWith({ args: ["server", "--cluster-dns", "169.254.20.10"] }) },
		"error",
		/no Service can have/,
	],
	[
		"server-cluster-dns",
		"servers that differ",
		{
			nodes: readNodes([
				{ name: "a", args: ["server", "--cluster-dns", "10.43.0.10"] },
				{ name: "b", args: ["server", "--cluster-dns", "10.43.0.11"] },
			]),
		},
		"error",
		/b has 10.43.0.11/,
	],
	[
		"coredns-edited",
		"a Corefile changed by hand",
		{
			clusterDns: {
				configuration: configMap(
					{ Corefile: corefile },
					{ "deploy@server": { "f:metadata": {} }, "kubectl-edit": { "f:data": { "f:Corefile": {} } } },
				),
			},
		},
		"warning",
		/the Corefile, changed by kubectl-edit/,
	],
	[
		"coredns-edited",
		"an image changed by hand",
		{
			clusterDns: {
				deployment: deployment({
					"kubectl-set": {
						"f:spec": {
							"f:template": { "f:spec": { "f:containers": { 'k:{"name":"coredns"}': { "f:image": {} } } } },
						},
					},
				}),
			},
		},
		"warning",
		/the pods \(spec.template.spec.containers.image\), changed by kubectl-set/,
	],
	[
		"coredns-edited",
		"a number of replicas, which survives",
		{ clusterDns: { deployment: deployment({ "kubectl-scale": { "f:spec": { "f:replicas": {} } } }) } },
		"ok",
		/as K3s/,
	],
	[
		"coredns-custom",
		"a forward in an override",
		{
			clusterDns: {
				configuration: configMap({ Corefile: oldCorefile }),
				custom: configMap({ "mine.override": "forward . 192.0.2.1\n" }),
			},
		},
		"warning",
		/mine.override:1/,
	],
	[
		"coredns-custom",
		"a key that is not imported",
		{ clusterDns: { custom: configMap({ "mine.conf": "" }) } },
		"warning",
		/not mine.conf/,
	],
	[
		"cluster-domain",
		"another domain in the Corefile",
		{
			clusterDns: {
				configuration: configMap({ Corefile: corefile.replaceAll("cluster.local", "corp.local") }),
			},
		},
		"error",
		/pods search cluster.local, CoreDNS answers corp.local/,
	],
	[
		"cluster-domain",
		"a Corefile that cannot be read",
		{ clusterDns: { configuration: configMap({ Corefile: ". {\n" }) } },
		"unknown",
		/not understood/,
	],
	[
		"cluster-corefile",
		"a Corefile that does not start",
		{ clusterDns: { configuration: configMap({ Corefile: corefile.replace("reload\n", "relaod\n") }) } },
		"error",
		/relaod/,
	],
	[
		"cluster-corefile",
		"a plugin that this image does not have",
		{
			clusterDns: {
				configuration: configMap({
					Corefile: corefile.replace("forward . /etc/resolv.conf", "forward . 192.0.2.1 {\n max_age 5m\n}"),
				}),
			},
		},
		"error",
		/max_age/,
	],
	[
		"competing-flags",
		"another cluster DNS by hand",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "cluster-dns=10.9.9.9"] }) },
		"error",
		/agent-1 \(cluster-dns=10.9.9.9\)/,
	],
	[
		"competing-flags",
		"a cluster DNS that is not understood",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "--cluster-dns 10.9.9.9"] }) },
		"error",
		/agent-1/,
	],
	[
		"competing-flags",
		"the cache with another server behind it",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "cluster-dns=169.254.20.10,10.43.0.10"] }) },
		"ok",
		/3 nodes/,
	],
	[
		"swallowed-arguments",
		"an entry without a value",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "v", ...turned] }) },
		"warning",
		/agent-1 \(v\)/,
	],
	[
		"host-resolver",
		"a resolver file by hand",
		{ nodes: nodesWith({ args: ["agent", "--resolv-conf", "/etc/my.conf"] }) },
		"warning",
		/agent-1 \(\/etc\/my.conf\)/,
	],
	[
		"host-resolver",
		"a resolver file for the kubelet",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "resolv-conf=/x"] }) },
		"warning",
		/agent-1 \(\/x\)/,
	],
	[
		"k3s",
		"a node of another distribution",
		{ nodes: nodesWith({ version: "v1.34.9", provider: "kind" }) },
		"warning",
		/1 node of 3/,
	],
	[
		"kube-proxy",
		"kube-proxy in mode ipvs",
		{ nodes: nodesWith({ args: ["agent", "--kube-proxy-arg", "proxy-mode=ipvs", ...turned] }) },
		"warning",
		/agent-1 \(ipvs\)/,
	],
	[
		"kube-proxy",
		"ipvs below a cache that intercepts",
		{
			cache: installed({ mode: "intercept" }),
			nodes: nodesWith({ args: ["agent", "--kube-proxy-arg", "proxy-mode=ipvs"] }),
		},
		"error",
		/ipvs/,
	],
	[
		"kube-proxy",
		"no kube-proxy",
		{ nodes: nodesWith({ args: ["server", "--disable-kube-proxy", "true"] }) },
		"warning",
		/no kube-proxy/,
	],
	[
		"kube-proxy",
		"a kube-proxy that is not disabled",
		{ nodes: nodesWith({ args: ["server", "--disable-kube-proxy", "false"] }) },
		"ok",
		/iptables/,
	],
	[
		"egress-policies",
		"pods that may send nowhere, on a turned node",
		{ egressRules: known([policy(isolating)]) },
		"error",
		/1 pod could not reach 169.254.20.10, in 1 namespace, by shop\/limit/,
	],
	[
		"egress-policies",
		"pods that may reach the cluster DNS by its labels",
		{ egressRules: known([egressTo([{ podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }])]) },
		"error",
		/shop/,
	],
	[
		"egress-policies",
		"the same before the turn",
		{
			nodes: readNodes(healthyNodes.map((node) => ({ ...node, args: ["agent"] }))),
			egressRules: known([policy(isolating)]),
		},
		"warning",
		/shop/,
	],
	[
		"egress-policies",
		"a rule for the cache",
		{
			egressRules: known([
				policy(isolating),
				egressTo([{ ipBlock: { cidr: "169.254.20.10/32" } }], [{ port: 53, protocol: "UDP" }]),
			]),
		},
		"ok",
		/2 policies/,
	],
	[
		"egress-policies",
		"a rule for the cache over TCP alone",
		{ egressRules: known([egressTo([{ ipBlock: { cidr: "169.254.20.10/32" } }], [{ port: 53 }])]) },
		"error",
		/shop/,
	],
	[
		"egress-policies",
		"a cache at the address that the policies know",
		{ cache: installed({ mode: "intercept" }), egressRules: known([policy(isolating)]) },
		"skipped",
		/as before/,
	],
	[
		"cache-maker",
		"the article's cache",
		{ cache: installed({ profile: "article" }) },
		"warning",
		/not localdns'/,
	],
	[
		"coredns-edited",
		"a CoreDNS that was never K3s' own",
		{
			clusterDns: {
				configuration: configMap({ Corefile: corefile }, { helm: { "f:data": { "f:Corefile": {} } } }),
				deployment: deployment({ helm: { "f:spec": { "f:template": { "f:spec": { "f:x": {} } } } } }),
			},
		},
		"skipped",
		/not K3s' own/,
	],
	[
		"port-53",
		"a load balancer for DNS",
		{
			pods: withPod({
				name: "svclb",
				namespace: "kube-system",
				labels: {},
				spec: { containers: [{ ports: [{ containerPort: 53, hostPort: 53 }] }] },
			}),
		},
		"error",
		/kube-system\/ReplicaSet\/web-5d9c, on 1 node/,
	],
	[
		"port-53",
		"another cache elsewhere",
		{ pods: withPod({ ...cachePod("server"), namespace: "dns" }) },
		"error",
		/dns\//,
	],
	[
		"tailnet",
		"a node without the tailnet",
		{ nodes: nodesWith({ address: "192.0.2.7" }) },
		"warning",
		/2 of 3 .*not agent-1/,
	],
	[
		"tailnet",
		"a cluster without a tailnet",
		{ nodes: readNodes(healthyNodes.map((node, index) => ({ ...node, address: `192.0.2.${index}` }))) },
		"skipped",
		/100.64/,
	],
	[
		"path-mtu",
		"answers larger than vxlan over tailscale",
		{ clusterDns: { custom: known(undefined) } },
		"warning",
		/1230 bytes.*1182/,
	],
	[
		"path-mtu",
		"a backend without headers of its own",
		{ nodes: readNodes(healthyNodes.map((node) => ({ ...node, flannel: "extension" }))) },
		"ok",
		/1280/,
	],
	[
		"shared-addresses",
		"tailscale's own resolver for all names",
		{
			clusterDns: {
				configuration: configMap({ Corefile: corefile.replace("/etc/resolv.conf", "100.100.100.100") }),
			},
		},
		"warning",
		/256 questions/,
	],
	[
		"shared-addresses",
		"a cloud's resolver",
		{
			clusterDns: {
				configuration: configMap({ Corefile: corefile.replace("/etc/resolv.conf", "100.100.2.136:53") }),
			},
		},
		"warning",
		/asks 100.100.2.136$/,
	],
	[
		"shared-addresses",
		"a resolver on a node of the cluster",
		{
			clusterDns: {
				configuration: configMap({ Corefile: corefile.replace("/etc/resolv.conf", "100.64.0.11") }),
			},
		},
		"ok",
		/none/,
	],
	[
		"image",
		"a node without the image",
		{ nodes: nodesWith({ images: ["docker.io/library/busybox:1.37"] }) },
		"warning",
		/not on 1 node of 3: agent-1/,
	],
	[
		"image",
		"a kubelet that lists no images",
		{ nodes: nodesWith({ images: [] }) },
		"unknown",
		/list no images/,
	],
	[
		"image",
		"a kubelet whose list is full",
		{ nodes: nodesWith({ images: Array.from({ length: 50 }, (_, index) => `x/y:${index}`) }) },
		"unknown",
		/not all/,
	],
	[
		"image",
		"a short name from Docker Hub",
		{
			cache: installed({ images: { cache: "mirror/node-cache:1.26.8" } }),
			nodes: readNodes(
				healthyNodes.map((node) => ({ ...node, images: ["docker.io/mirror/node-cache:1.26.8"] })),
			),
		},
		"ok",
		/mirror/,
	],
	[
		"cache-installed",
		"kubelets that name a cache that is gone",
		{ cache: notInstalled },
		"error",
		/server, agent-1, agent-2 ask a cache, and none/,
	],
	[
		"cache-ready",
		"a node without a ready cache",
		{
			cache: installed({}, 2),
			pods: readPods([cachePod("server"), cachePod("agent-1", false), cachePod("agent-2")]),
		},
		"error",
		/not on 1 node of 3: agent-1/,
	],
	[
		"cache-ready",
		"a node that is to have none",
		{ pods: readPods([cachePod("server"), cachePod("agent-2")]) },
		"warning",
		/agent-1/,
	],
	[
		"upstream-service",
		"a cache that intercepts without its Service",
		{ cache: { ...installed({ mode: "intercept" }), upstreamService: known(undefined) } },
		"error",
		/no Service kube-dns-upstream/,
	],
	[
		"cache-upstream",
		"a Service that has moved",
		{ clusterDns: { service: service("10.43.0.99") } },
		"error",
		/does not mention 10.43.0.99/,
	],
	[
		"cache-upstream",
		"a cache without its ConfigMap",
		{ cache: { ...installed(), configuration: known(undefined) } },
		"error",
		/no ConfigMap/,
	],
	[
		"cache-corefile",
		"the article's Corefile",
		{ cache: installed({ profile: "article" }) },
		"warning",
		/LDNS\d{3} Corefile:\d+/,
	],
	[
		"nodes-with-cache",
		"a turned kubelet without a ready cache",
		{ pods: readPods([cachePod("server"), cachePod("agent-1", false), cachePod("agent-2")]) },
		"error",
		/pods on agent-1 ask a cache that is not ready/,
	],
	[
		"nodes-with-cache",
		"a kubelet that is not turned yet",
		{ nodes: nodesWith({ args: ["agent"] }) },
		"warning",
		/2 of 3; not agent-1/,
	],
	[
		"nodes-with-cache",
		"an entry that K3s drops",
		{ nodes: nodesWith({ args: ["agent", "--kubelet-arg", "v", ...turned] }) },
		"warning",
		/not agent-1/,
	],
	[
		"nodes-with-cache",
		"what the kubelet itself says, over what K3s notes",
		{ kubeletDns: new Map([["agent-1", ["10.43.0.10"]]]) },
		"warning",
		/not agent-1/,
	],
	[
		"pods-with-cache",
		"a pod from before",
		{ pods: withPod({ name: "old", createdAt: "2026-02-01T00:00:00Z" }) },
		"warning",
		/1 pod still .*: shop\/ReplicaSet\/web-5d9c/,
	],
	[
		"pods-with-cache",
		"a pod from before that asks nobody in the cluster",
		{ pods: withPod({ name: "old", createdAt: "2026-02-01T00:00:00Z", spec: { dnsPolicy: "Default" } }) },
		"ok",
		/none/,
	],
];

describe("each check", () => {
	it.each(cases)("%s: judges %s", (id, _what, change, status, text) => {
		const result = resultOf(id, change);
		expect(result.status, result.text).toBe(status);
		expect(result.text).toMatch(text);
		expect(result.hint !== undefined).toBe(status === "error" || status === "warning");
	});

	it("is among them with something that it does not like", () => {
		const found = new Set(cases.filter(([, , , status]) => status !== "ok").map(([id]) => id));
		expect(checks.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
	});
});
