import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../process/run.ts";
import type { ClusterNode } from "./cluster-nodes.ts";

/** Without it openssl would add the extensions of the machine's own configuration. */
const bareConfiguration = "[req]\ndistinguished_name = name\n[name]\n";
const serviceAddress = "10.43.0.1";
const days = "30";

type CertifiedNode = Pick<ClusterNode, "name" | "address">;

interface Certificate {
	file: string;
	subject: string;
	alternativeNames?: readonly string[];
}

/**
 * One authority, and a certificate for everyone: the API server, its clients, each kubelet.
 * @throws LocaldnsError LDNS203
 */
export async function makePki(folder: string, nodes: readonly CertifiedNode[]): Promise<void> {
	await mkdir(folder, { recursive: true });
	const configuration = join(folder, "openssl.cnf");
	await writeFile(configuration, bareConfiguration);
	const request = ({ file, subject }: Certificate, extensions: readonly string[]) => [
		...["openssl", "req", "-x509", "-config", configuration, "-days", days, "-subj", subject],
		...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"],
		...["-keyout", join(folder, `${file}.key`), "-out", join(folder, `${file}.crt`)],
		...extensions.flatMap((each) => ["-addext", each]),
	];
	const what = "the cluster's certificates";
	const authority = { file: "ca", subject: "/CN=localdns-lab" };
	await run(what, request(authority, ["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign"]));
	const signedBy = ["-CA", join(folder, "ca.crt"), "-CAkey", join(folder, "ca.key")];
	const sign = (certificate: Certificate) =>
		run(what, [...request(certificate, extensionsOf(certificate)), ...signedBy]);
	await Promise.all([...certificates(nodes).map(sign), makeServiceAccountKey(folder)]);
}

const extensionsOf = ({ alternativeNames = [] }: Certificate): string[] => [
	"basicConstraints=CA:FALSE",
	"keyUsage=digitalSignature",
	"extendedKeyUsage=clientAuth,serverAuth",
	...(alternativeNames.length > 0 ? [`subjectAltName=${alternativeNames.join(",")}`] : []),
];

function certificates(nodes: readonly CertifiedNode[]): Certificate[] {
	const services = ["kubernetes", "kubernetes.default", "kubernetes.default.svc"];
	const addresses = [serviceAddress, "127.0.0.1", nodes[0]?.address];
	return [
		{
			file: "kube-apiserver",
			subject: "/CN=kube-apiserver",
			alternativeNames: [
				...[...services, "kubernetes.default.svc.cluster.local", "localhost"].map((name) => `DNS:${name}`),
				...addresses.map((address) => `IP:${address}`),
			],
		},
		{ file: "kubelet-client", subject: "/O=system:masters/CN=kube-apiserver-kubelet-client" },
		{ file: "admin", subject: "/O=system:masters/CN=admin" },
		{ file: "kube-controller-manager", subject: "/CN=system:kube-controller-manager" },
		{ file: "kube-scheduler", subject: "/CN=system:kube-scheduler" },
		{ file: "kube-proxy", subject: "/CN=system:kube-proxy" },
		...nodes.map(({ name, address }) => ({
			file: `node-${name}`,
			subject: `/O=system:nodes/CN=system:node:${name}`,
			alternativeNames: [`DNS:${name}`, `IP:${address}`],
		})),
	];
}

async function makeServiceAccountKey(folder: string): Promise<void> {
	const key = join(folder, "service-account.key");
	const what = "the key of service accounts";
	await run(what, ["openssl", "genrsa", "-out", key, "2048"]);
	await run(what, ["openssl", "rsa", "-in", key, "-pubout", "-out", join(folder, "service-account.pub")]);
}
