type Role = "server" | "agent";

/** Flags of both roles that take a value. */
const shared = [
	"config",
	"container-runtime-endpoint",
	"data-dir",
	"flannel-conf",
	"flannel-iface",
	"image-credential-provider-bin-dir",
	"image-credential-provider-config",
	"kube-proxy-arg",
	"kubelet-arg",
	"log",
	"lb-server-port",
	"node-external-dns",
	"node-external-ip",
	"node-internal-dns",
	"node-ip",
	"node-label",
	"node-name",
	"node-taint",
	"pause-image",
	"private-registry",
	"resolv-conf",
	"server",
	"snapshotter",
	"system-default-registry",
	"token",
	"token-file",
	"v",
	"vmodule",
	"vpn-auth",
	"vpn-auth-file",
];
/** Flags of both roles that are set or not. */
const sharedSwitches = [
	"alsologtostderr",
	"debug",
	"default-runtime",
	"disable-apiserver-lb",
	"disable-default-registry-endpoint",
	"docker",
	"nonroot-devices",
	"prefer-bundled-bin",
	"protect-kernel-defaults",
	"rootless",
	"selinux",
	"with-node-id",
];
const server = [
	"advertise-address",
	"advertise-port",
	"agent-token",
	"bind-address",
	"cluster-cidr",
	"cluster-dns",
	"cluster-domain",
	"datastore-endpoint",
	"disable",
	"egress-selector-mode",
	"etcd-arg",
	"flannel-backend",
	"https-listen-port",
	"kube-apiserver-arg",
	"kube-controller-manager-arg",
	"kube-scheduler-arg",
	"service-cidr",
	"service-node-port-range",
	"tls-san",
	"write-kubeconfig",
	"write-kubeconfig-mode",
];
const serverSwitches = [
	"cluster-init",
	"disable-cloud-controller",
	"disable-helm-controller",
	"disable-kube-proxy",
	"disable-network-policy",
	"embedded-registry",
	"secrets-encryption",
];
const aliases: Readonly<Record<string, string>> = {
	c: "config",
	d: "data-dir",
	l: "log",
	s: "server",
	t: "token",
};

const names = (role: Role) => new Set([...shared, ...(role === "server" ? server : [])]);
const switches = (role: Role) => new Set([...sharedSwitches, ...(role === "server" ? serverSwitches : [])]);

/** Whether K3s in this role knows the flag; of its many, those that a cluster of the lab can be given. */
export const isKnownFlag = (role: Role, name: string): boolean =>
	[names(role), switches(role)].some((known) => known.has(aliases[name] ?? name));

/** Flag → its values in the order in which they were given. */
export type Flags = ReadonlyMap<string, readonly string[]>;

/**
 * Reads K3s' flags, which stand behind `server` or `agent`.
 * @throws Error in K3s' words for a flag that the role does not have, or one whose value is missing
 */
export function readFlags(role: Role, words: readonly string[]): Flags {
	const flags = new Map<string, string[]>();
	const known = { names: names(role), switches: switches(role) };
	for (let index = 0; index < words.length; index += 1) {
		const word = words[index] as string;
		const [, written = "", given] = /^--?([^=]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
		if (written === "") throw new Error(`Incorrect Usage: ${JSON.stringify(word)} is not a flag`);
		const name = aliases[written] ?? written;
		let value = given;
		if (known.switches.has(name)) value ??= "true";
		else if (!known.names.has(name)) throw new Error(`flag provided but not defined: -${written}`);
		if (value === undefined) {
			index += 1;
			value = words[index];
		}
		if (value === undefined) throw new Error(`flag needs an argument: -${written}`);
		flags.set(name, [...(flags.get(name) ?? []), value]);
	}
	return flags;
}

/** What counts of a flag that takes one value: the last one given. */
export const lastOf = (flags: Flags, name: string): string | undefined => flags.get(name)?.at(-1);
