import { clusterDnsImage } from "../images/catalogue.ts";

const namespace = "kube-system";
const name = "coredns";

/** K3s' Corefile (manifests/coredns.yaml). */
const corefile = (domain: string): string => `.:53 {
    errors
    health
    ready
    kubernetes ${domain} in-addr.arpa ip6.arpa {
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
    }
    hosts /etc/coredns/NodeHosts {
      ttl 60
      reload 15s
      fallthrough
    }
    prometheus :9153
    cache 30
    loop
    reload
    loadbalance
    import /etc/coredns/custom/*.override
    forward . /etc/resolv.conf
}
import /etc/coredns/custom/*.server
`;

/** The packaged objects: what a server applies, over any change of theirs, whenever it starts. */
export const packagedCoreDns = (domain: string, clusterDns: string): object[] => [
	{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
	{
		apiVersion: "rbac.authorization.k8s.io/v1",
		kind: "ClusterRole",
		metadata: { name: "system:coredns", labels: bootstrapping },
		rules: [
			{
				apiGroups: [""],
				resources: ["endpoints", "services", "pods", "namespaces"],
				verbs: ["list", "watch"],
			},
			{ apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
		],
	},
	{
		apiVersion: "rbac.authorization.k8s.io/v1",
		kind: "ClusterRoleBinding",
		metadata: { name: "system:coredns", labels: bootstrapping },
		roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:coredns" },
		subjects: [{ kind: "ServiceAccount", name, namespace }],
	},
	{
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name, namespace },
		data: { Corefile: corefile(domain) },
	},
	deployment(),
	{
		apiVersion: "v1",
		kind: "Service",
		metadata: {
			name: "kube-dns",
			namespace,
			annotations: { "prometheus.io/port": "9153", "prometheus.io/scrape": "true" },
			labels: { ...dnsLabels, "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS" },
		},
		spec: {
			selector: dnsLabels,
			clusterIP: clusterDns,
			clusterIPs: [clusterDns],
			ports: [
				{ name: "dns", port: 53, protocol: "UDP" },
				{ name: "dns-tcp", port: 53, protocol: "TCP" },
				{ name: "metrics", port: 9153, protocol: "TCP" },
			],
		},
	},
];

/** K3s writes it once, when the cluster begins, and never again. */
export const clusterDnsConfigMap = (domain: string, clusterDns: string): object => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name: "cluster-dns", namespace },
	data: { clusterDNS: clusterDns, clusterDomain: domain },
});

const dnsLabels = { "k8s-app": "kube-dns" };
const bootstrapping = { "kubernetes.io/bootstrapping": "rbac-defaults" };

const deployment = (): object => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name, namespace, labels: { ...dnsLabels, "kubernetes.io/name": "CoreDNS" } },
	spec: {
		revisionHistoryLimit: 0,
		strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
		selector: { matchLabels: dnsLabels },
		template: {
			metadata: { labels: dnsLabels },
			spec: {
				priorityClassName: "system-cluster-critical",
				serviceAccountName: name,
				dnsPolicy: "Default",
				// K3s says linux alone; the first node up is the server there, and here it has to be.
				nodeSelector: { "kubernetes.io/os": "linux", "node-role.kubernetes.io/control-plane": "true" },
				tolerations: [
					{ key: "CriticalAddonsOnly", operator: "Exists" },
					{ key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
				],
				topologySpreadConstraints: [
					{
						maxSkew: 1,
						topologyKey: "kubernetes.io/hostname",
						whenUnsatisfiable: "DoNotSchedule",
						labelSelector: { matchLabels: dnsLabels },
					},
				],
				containers: [container],
				volumes: [
					{
						name: "config-volume",
						configMap: {
							name,
							items: ["Corefile", "NodeHosts"].map((key) => ({ key, path: key })),
						},
					},
					{ name: "custom-config-volume", configMap: { name: "coredns-custom", optional: true } },
				],
			},
		},
	},
});

const container = {
	name,
	image: clusterDnsImage,
	imagePullPolicy: "IfNotPresent",
	args: ["-conf", "/etc/coredns/Corefile"],
	resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
	volumeMounts: [
		{ name: "config-volume", mountPath: "/etc/coredns", readOnly: true },
		{ name: "custom-config-volume", mountPath: "/etc/coredns/custom", readOnly: true },
	],
	ports: [
		{ containerPort: 53, name: "dns", protocol: "UDP" },
		{ containerPort: 53, name: "dns-tcp", protocol: "TCP" },
		{ containerPort: 9153, name: "metrics", protocol: "TCP" },
	],
	securityContext: {
		allowPrivilegeEscalation: false,
		capabilities: { add: ["NET_BIND_SERVICE"], drop: ["all"] },
		readOnlyRootFilesystem: true,
	},
	livenessProbe: {
		httpGet: { path: "/health", port: 8080, scheme: "HTTP" },
		initialDelaySeconds: 60,
		periodSeconds: 10,
		timeoutSeconds: 1,
		failureThreshold: 3,
	},
	readinessProbe: {
		httpGet: { path: "/ready", port: 8181, scheme: "HTTP" },
		periodSeconds: 2,
		timeoutSeconds: 1,
		failureThreshold: 3,
	},
};
