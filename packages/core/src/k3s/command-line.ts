/** A flag of `k3s server` or `k3s agent` as its unit gives it. */
export interface ServiceFlag {
	readonly name: string;
	/** Undefined for a flag without a value. */
	readonly value: string | undefined;
}

/** What the words behind `ExecStart=` or `command_args=` say. */
export interface K3sCommand {
	/** The first word behind the program; undefined when it is neither. The unit's name says nothing about it. */
	readonly role: "server" | "agent" | undefined;
	readonly flags: readonly ServiceFlag[];
	/** Of --config or -c, the first of them. */
	readonly configPath: string | undefined;
}

/** Flags without a value, so that the next word is not taken for one. Source: the BoolFlags of k3s-io/k3s pkg/cli/cmds. */
const switches: ReadonlySet<string> = new Set([
	"alsologtostderr",
	"cluster-init",
	"cluster-reset",
	"debug",
	"disable-apiserver",
	"disable-cloud-controller",
	"disable-controller-manager",
	"disable-etcd",
	"disable-helm-controller",
	"disable-kube-proxy",
	"disable-network-policy",
	"disable-scheduler",
	"docker",
	"embedded-registry",
	"enable-pprof",
	"etcd-disable-snapshots",
	"etcd-expose-metrics",
	"etcd-s3",
	"etcd-s3-insecure",
	"etcd-s3-skip-ssl-verify",
	"etcd-snapshot-compress",
	"flannel-external-ip",
	"flannel-ipv6-masq",
	"kine-tls",
	"no-deploy-kube-proxy",
	"prefer-bundled-bin",
	"protect-kernel-defaults",
	"rootless",
	"secrets-encryption",
	"selinux",
	"supervisor-metrics",
	"tls-san-security",
	"with-node-id",
]);

/** Reads a command line whose first word is the program. One leading dash does as well as two, as in Go. */
export function readK3sCommand(words: readonly string[]): K3sCommand {
	const [first, ...rest] = words.slice(1);
	const role = first === "server" || first === "agent" ? first : undefined;
	const flags: ServiceFlag[] = [];
	for (let index = 0; index < rest.length; index += 1) {
		const word = rest[index] ?? "";
		const [, name = "", equals, value = ""] = /^--?([^=]{1,200})(=)?(.*)$/s.exec(word) ?? [];
		if (name === "") continue;
		if (equals !== undefined) flags.push({ name, value });
		else if (switches.has(name)) flags.push({ name, value: undefined });
		else {
			flags.push({ name, value: rest[index + 1] });
			index += 1;
		}
	}
	const config = flags.find(({ name }) => name === "config" || name === "c")?.value;
	return { role, flags, configPath: config };
}
