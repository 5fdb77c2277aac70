import { networkChecks } from "../../src/checks/network.ts";
import { known } from "../../src/cluster/index.ts";
import { judges } from "./judges.ts";
import {
	cachePod,
	healthyNodes,
	healthyPods,
	installed,
	nodesWith,
	policy,
	readNodes,
	readPods,
	turned,
} from "./k3s-cluster.ts";

const withPod = (pod: Parameters<typeof readPods>[0][number]) => readPods([...healthyPods, pod]);
const isolating = { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Egress"] };
const egressTo = (to: object[], ports?: object[]) => policy({ ...isolating, egress: [{ to, ports }] });

judges("what lies between a pod and the cache", networkChecks, [
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
		"isolated pods that do not ask the cluster DNS, or are on the host's network",
		{
			pods: readPods([
				{ name: "host", spec: { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" } },
				{ name: "own", spec: { dnsPolicy: "Default" } },
			]),
			egressRules: known([policy(isolating)]),
		},
		"ok",
		/none cuts/,
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
]);
