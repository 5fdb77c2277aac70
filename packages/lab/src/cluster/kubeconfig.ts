import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A kubeconfig that holds its certificates itself, as K3s writes it; JSON is YAML. */
export function kubeconfig(pki: string, user: string, server: string): string {
	const inBase64 = (name: string) => readFileSync(join(pki, name)).toString("base64");
	const name = "default";
	return `${JSON.stringify(
		{
			apiVersion: "v1",
			kind: "Config",
			clusters: [{ name, cluster: { server, "certificate-authority-data": inBase64("ca.crt") } }],
			users: [
				{
					name,
					user: {
						"client-certificate-data": inBase64(`${user}.crt`),
						"client-key-data": inBase64(`${user}.key`),
					},
				},
			],
			contexts: [{ name, context: { cluster: name, user: name } }],
			"current-context": name,
		},
		null,
		"\t",
	)}\n`;
}
