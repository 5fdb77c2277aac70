import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clusterDnsService, clusterDomain } from "../../network/addresses.ts";
import { runtimeSocket } from "./container-runtime.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { daemonArguments, withoutSwallowed } from "./daemon-arguments.ts";
import { type Flags, lastOf } from "./flags.ts";
import type { NodeIdentity } from "./identity.ts";

const configurationFolder = "/var/lib/rancher/k3s/agent/etc/kubelet.conf.d";

/** Kubelet as K3s starts it: defaults in a drop-in, the user's arguments as flags, which win over it. */
export async function startKubelet(identity: NodeIdentity, flags: Flags): Promise<Daemon> {
	await mkdir(configurationFolder, { recursive: true });
	await writeFile(
		join(configurationFolder, "00-k3s-defaults.conf"),
		JSON.stringify(kubeletConfiguration(identity, flags), null, "\t"),
	);
	const defaults = {
		"config-dir": configurationFolder,
		"hostname-override": identity.name,
		kubeconfig: `/run/k3s/kubelet.kubeconfig`,
		"node-ip": identity.address,
		"node-labels": (flags.get("node-label") ?? []).join(","),
	};
	const extra = withoutSwallowed(flags.get("kubelet-arg") ?? []);
	return startDaemon("kubelet", [join(identity.kubernetes, "kubelet"), ...daemonArguments(defaults, extra)]);
}

/** K3s' own choices, and what a node that is not a machine of its own needs besides. */
function kubeletConfiguration({ name, pki }: NodeIdentity, flags: Flags): Record<string, unknown> {
	const certificate = join(pki, `node-${name}`);
	const forTheLab = {
		// The disk and the memory are the whole machine's: what it has left says nothing about the node.
		evictionHard: { "memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
		imageGCHighThresholdPercent: 100,
		imageGCLowThresholdPercent: 99,
		failCgroupV1: false,
		oomScoreAdj: 0,
		volumePluginDir: "/var/lib/kubelet/volumeplugins",
	};
	return {
		apiVersion: "kubelet.config.k8s.io/v1beta1",
		kind: "KubeletConfiguration",
		authentication: {
			anonymous: { enabled: false },
			webhook: { enabled: true },
			x509: { clientCAFile: join(pki, "ca.crt") },
		},
		authorization: { mode: "Webhook" },
		cgroupDriver: "cgroupfs",
		clusterDNS: [lastOf(flags, "cluster-dns") ?? clusterDnsService],
		clusterDomain: lastOf(flags, "cluster-domain") ?? clusterDomain,
		containerRuntimeEndpoint: `unix://${runtimeSocket}`,
		failSwapOn: false,
		healthzBindAddress: "127.0.0.1",
		nodeStatusReportFrequency: "5m",
		nodeStatusUpdateFrequency: "10s",
		providerID: `k3s://${name}`,
		resolvConf: lastOf(flags, "resolv-conf") ?? "/etc/resolv.conf",
		tlsCertFile: `${certificate}.crt`,
		tlsPrivateKeyFile: `${certificate}.key`,
		...forTheLab,
	};
}
