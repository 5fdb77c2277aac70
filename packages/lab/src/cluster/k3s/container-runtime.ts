import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../process/run.ts";
import { cniFolder } from "../check-cluster-host.ts";
import { pauseImage } from "../images/catalogue.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import type { NodeIdentity } from "./identity.ts";
import { untilItWorks } from "./kubectl.ts";

/** Where K3s has its containerd. */
const agentFolder = "/var/lib/rancher/k3s/agent";
export const runtimeSocket = "/run/k3s/containerd/containerd.sock";
const cniConfiguration = `${agentFolder}/etc/cni/net.d`;

/**
 * Starts containerd with a bridge for the node's pods and, the first time, the images of the lab.
 * @throws LocaldnsError LDNS203 when the images cannot be taken in
 */
export async function startContainerRuntime(identity: NodeIdentity): Promise<Daemon> {
	const configuration = `${agentFolder}/etc/containerd/config.toml`;
	for (const folder of [cniConfiguration, `${agentFolder}/etc/containerd`])
		await mkdir(folder, { recursive: true });
	await writeFile(configuration, containerdConfiguration);
	await writeFile(join(cniConfiguration, "10-lab.conflist"), podNetworkConfiguration(identity));
	const containerd = startDaemon("containerd", ["containerd", "-c", configuration]);
	const ctr = (...argv: string[]) =>
		run("the node's images", ["ctr", "--address", runtimeSocket, "--namespace", "k8s.io", ...argv]);
	await untilItWorks(() => ctr("version"));
	const imported = `${agentFolder}/images-imported`;
	if (!existsSync(imported)) {
		await ctr("images", "import", identity.images);
		await writeFile(imported, "");
	}
	return containerd;
}

/**
 * runc may not lower oom_score_adj without CAP_SYS_RESOURCE, which the pause container asks for; AppArmor
 * profiles would be the machine's, not the node's.
 */
const containerdConfiguration = `version = 2
root = "${agentFolder}/containerd"
state = "/run/k3s/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs"]
[grpc]
  address = "${runtimeSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/${pauseImage}"
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${cniFolder}"
    conf_dir = "${cniConfiguration}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
`;

/** A bridge as flannel has it. */
const podNetworkConfiguration = ({ podNetwork: subnet, podMtu }: NodeIdentity): string =>
	JSON.stringify({
		cniVersion: "0.4.0",
		name: "cbr0",
		plugins: [
			{
				type: "bridge",
				bridge: "cni0",
				mtu: podMtu,
				isDefaultGateway: true,
				hairpinMode: true,
				ipMasq: false,
				ipam: { type: "host-local", ranges: [[{ subnet }]], dataDir: "/var/lib/cni/networks" },
			},
			{ type: "portmap", capabilities: { portMappings: true } },
		],
	});
