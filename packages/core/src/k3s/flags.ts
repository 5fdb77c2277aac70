/**
 * Flags that may be repeated: their values from files and from the command line are concatenated, files first.
 * Of every other flag the last value counts. Source: the StringSliceFlags of k3s-io/k3s pkg/cli/cmds/agent.go and server.go.
 */
export const repeatableFlags: ReadonlySet<string> = new Set([
	"airgap-extra-registry",
	"cluster-cidr",
	"cluster-dns",
	"disable",
	"etcd-arg",
	"kube-apiserver-arg",
	"kube-cloud-controller-manager-arg",
	"kube-controller-manager-arg",
	"kube-proxy-arg",
	"kube-scheduler-arg",
	"kubelet-arg",
	"node-external-dns",
	"node-external-ip",
	"node-internal-dns",
	"node-ip",
	"node-label",
	"node-taint",
	"service-cidr",
	"tls-san",
]);

/**
 * Keys that only `k3s server` has. A server skips keys that it does not know, with a warning; an agent has no list of
 * known keys, passes them on as flags and does not start. Source: k3s-io/k3s pkg/configfilearg/defaultparser.go
 * (ValidFlags holds server and etcd-snapshot), pkg/cli/cmds/server.go.
 */
export const serverOnlyFlags: ReadonlySet<string> = new Set([
	"advertise-address",
	"advertise-port",
	"agent-token",
	"bind-address",
	"cluster-cidr",
	"cluster-dns",
	"cluster-domain",
	"cluster-init",
	"cluster-reset",
	"datastore-endpoint",
	"default-local-storage-path",
	"disable",
	"disable-apiserver",
	"disable-cloud-controller",
	"disable-controller-manager",
	"disable-etcd",
	"disable-helm-controller",
	"disable-kube-proxy",
	"disable-network-policy",
	"disable-scheduler",
	"egress-selector-mode",
	"embedded-registry",
	"etcd-arg",
	"etcd-expose-metrics",
	"flannel-backend",
	"flannel-external-ip",
	"flannel-ipv6-masq",
	"helm-job-image",
	"https-listen-port",
	"kube-apiserver-arg",
	"kube-cloud-controller-manager-arg",
	"kube-controller-manager-arg",
	"kube-scheduler-arg",
	"kine-tls",
	"secrets-encryption",
	"service-cidr",
	"service-node-port-range",
	"servicelb-namespace",
	"supervisor-metrics",
	"tls-san",
	"tls-san-security",
	"write-kubeconfig",
	"write-kubeconfig-group",
	"write-kubeconfig-mode",
]);

const secretFlag =
	/^(t|token|agent-token|cluster-secret|agent-token-file|vpn-auth|datastore-endpoint|etcd-s3-(access|secret)-key|etcd-s3-session-token)$/;

/** Whether a flag's value must not be shown to anyone. */
export function isSecretFlag(name: string): boolean {
	return secretFlag.test(name);
}
