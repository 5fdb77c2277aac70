import { expect, it } from "vitest";
import { renderBundle } from "../../src/manifests/bundle.ts";

// Written down from the article, not from the code: whoever followed it finds here what they have.
const labels = {
	"k8s-app": "node-local-dns",
	"kubernetes.io/cluster-service": "true",
	"addonmanager.kubernetes.io/mode": "Reconcile",
};

const corefile = `.:53 {
    bind 169.254.20.10
    forward cluster.local. 10.43.0.10 {
        force_tcp
    }
    forward . 119.29.29.29
    reload
    log
    loop
    errors
    cache 30
    prometheus :9253
}
`;

it.each([
	{ images: { registry: "registry.example.com" } },
	{ nodeSelector: { edge: "yes" } },
	{ tolerations: [] },
	{ resources: {} },
	{ trafficDistribution: "PreferClose" as const },
	{ egressPolicies: [{ namespace: "shop" }] },
])("refuses %j, which the article's objects would leave out without a word", (more) => {
	expect(() => renderBundle({ profile: "article", engine: "node-cache", ...more })).toThrow(
		expect.objectContaining({
			code: "LDNS407",
			message: expect.stringContaining(Object.keys(more)[0] ?? ""),
		}),
	);
});

it("renders the article's objects, field by field, plus the account that it forgot", () => {
	expect(renderBundle({ profile: "article", engine: "node-cache" }, "1.2.3")).toEqual([
		{
			apiVersion: "v1",
			kind: "ServiceAccount",
			metadata: { name: "node-local-dns", namespace: "kube-system", labels },
		},
		{
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { name: "node-local-dns", namespace: "kube-system", labels },
			data: { Corefile: corefile },
		},
		{
			apiVersion: "apps/v1",
			kind: "DaemonSet",
			metadata: { name: "node-local-dns", namespace: "kube-system", labels },
			spec: {
				updateStrategy: { rollingUpdate: { maxUnavailable: "10%" } },
				selector: { matchLabels: { "k8s-app": "node-local-dns" } },
				template: {
					metadata: {
						labels: { "k8s-app": "node-local-dns" },
						annotations: { "prometheus.io/port": "9253", "prometheus.io/scrape": "true" },
					},
					spec: {
						priorityClassName: "system-node-critical",
						serviceAccountName: "node-local-dns",
						hostNetwork: true,
						dnsPolicy: "Default",
						tolerations: [
							{ key: "CriticalAddonsOnly", operator: "Exists" },
							{ effect: "NoExecute", operator: "Exists" },
							{ effect: "NoSchedule", operator: "Exists" },
						],
						containers: [
							{
								name: "node-cache",
								image: "registry.k8s.io/dns/k8s-dns-node-cache:1.26.4",
								resources: { requests: { cpu: "25m", memory: "5Mi" } },
								args: ["-localip", "169.254.20.10", "-conf", "/etc/Corefile"],
								securityContext: { capabilities: { add: ["NET_ADMIN"] } },
								ports: [
									{ containerPort: 53, name: "dns", protocol: "UDP" },
									{ containerPort: 53, name: "dns-tcp", protocol: "TCP" },
									{ containerPort: 9253, name: "metrics", protocol: "TCP" },
								],
								volumeMounts: [
									{ mountPath: "/run/xtables.lock", name: "xtables-lock", readOnly: false },
									{ mountPath: "/etc/coredns", name: "config-volume" },
								],
							},
						],
						volumes: [
							{ name: "xtables-lock", hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
							{
								name: "config-volume",
								configMap: {
									name: "node-local-dns",
									items: [{ key: "Corefile", path: "Corefile.base" }],
								},
							},
						],
					},
				},
			},
		},
	]);
});
