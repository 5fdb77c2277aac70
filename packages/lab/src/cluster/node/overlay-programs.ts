import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { labOnNode, overlayFolders } from "../lab-folder.ts";

/** A program of this package: a source file, or beside the bundle that this code is in. */
export function clusterProgram(name: "systemd/client" | "systemd/service-manager" | "k3s/k3s"): string {
	const isSource = import.meta.url.endsWith(".ts");
	return fileURLToPath(new URL(isSource ? `../${name}.ts` : `./cluster/${name}.js`, import.meta.url));
}

const script = (...lines: string[]): string => `#!/bin/sh\n${lines.join("\n")}\n`;
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const runNode = (program: string): string => `exec ${quoted(process.execPath)} ${quoted(program)}`;

/**
 * Writes the programs that every node has in front of the machine's own: the service manager's commands,
 * the K3s stand-in, and kubectl as K3s installs it.
 * @param kubernetes folder of Kubernetes' programs
 * @param tailscale its command line, where the nodes are on a tailnet
 */
export async function writeOverlayPrograms(
	lab: string,
	kubernetes: string,
	tailscale?: string,
): Promise<void> {
	const { bin, localBin } = overlayFolders(lab);
	const client = runNode(clusterProgram("systemd/client"));
	const kubectl = quoted(join(kubernetes, "kubectl"));
	const programs: Record<string, string> = {
		[join(bin, "systemctl")]: script(`${client} systemctl "$@"`),
		[join(bin, "systemd-run")]: script(`${client} systemd-run "$@"`),
		[join(localBin, "k3s")]: script(
			`case "$1" in kubectl) shift; exec /usr/local/bin/kubectl "$@" ;; esac`,
			`${runNode(clusterProgram("k3s/k3s"))} "$@"`,
		),
		// On an agent, which has no kubeconfig of its own, the lab's.
		[join(localBin, "kubectl")]: script(
			`[ -n "$KUBECONFIG" ] || { KUBECONFIG=/etc/rancher/k3s/k3s.yaml; [ -e "$KUBECONFIG" ] || KUBECONFIG=${labOnNode}/kubeconfig; export KUBECONFIG; }`,
			`exec ${kubectl} --cache-dir /run/kubectl "$@"`,
		),
	};
	if (tailscale !== undefined)
		programs[join(localBin, "tailscale")] = script(`exec ${quoted(tailscale)} "$@"`);
	for (const [path, text] of Object.entries(programs)) {
		await mkdir(join(path, ".."), { recursive: true });
		await writeFile(path, text);
		await chmod(path, 0o755);
	}
}
