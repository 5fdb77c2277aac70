import { createHash } from "node:crypto";

const secretNames = new Set([
	"K3S_TOKEN",
	"K3S_DATASTORE_ENDPOINT",
	"K3S_AGENT_TOKEN",
	"K3S_CLUSTER_SECRET",
	"K3S_VPN_AUTH",
	"AWS_ACCESS_KEY_ID",
	"AWS_SECRET_ACCESS_KEY",
	"--token",
	"-t",
	"--agent-token",
	"--datastore-endpoint",
	"--etcd-s3-access-key",
	"--etcd-s3-secret-key",
	"--vpn-auth",
]);
const omitted = "********";

/**
 * What K3s writes on its node about its own configuration (pkg/nodeconfig/nodeconfig.go): the flags in
 * force, each split at its first `=`, and the variables `K3S_…`, both without secrets, and a hash of them.
 */
export function nodeConfigAnnotations(
	words: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
	const list = words.flatMap((word) => {
		const at = word.startsWith("--") ? word.indexOf("=") : -1;
		return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)];
	});
	const nodeArgs = JSON.stringify(
		list.map((word, index) => (secretNames.has(list[index - 1] ?? "") ? omitted : word)),
	);
	const variables = Object.entries(environment)
		.filter(([name]) => name.startsWith("K3S_"))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, value]) => [name, secretNames.has(name) ? omitted : value]);
	const nodeEnv = JSON.stringify(Object.fromEntries(variables));
	return {
		"k3s.io/node-args": nodeArgs,
		"k3s.io/node-env": nodeEnv,
		"k3s.io/node-config-hash": base32(
			createHash("sha256")
				.update(nodeArgs + nodeEnv)
				.digest(),
		),
	};
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base 32 with padding (RFC 4648, section 6). */
function base32(bytes: Uint8Array): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
	const digits = bits.match(/.{1,5}/g) ?? [];
	const text = digits.map((digit) => alphabet[Number.parseInt(digit.padEnd(5, "0"), 2)]).join("");
	return text.padEnd(Math.ceil(text.length / 8) * 8, "=");
}
