import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kubeconfig } from "../kubeconfig.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { daemonArguments } from "./daemon-arguments.ts";
import type { Flags } from "./flags.ts";
import type { NodeIdentity } from "./identity.ts";
import { type Kubectl, untilItWorks } from "./kubectl.ts";

const etcd = "http://127.0.0.1:2379";
const serverFolder = "/var/lib/rancher/k3s/server";

/**
 * etcd and the API server first, and the controllers as soon as that is ready: what a K3s server has
 * inside one process.
 * @param adopt takes each daemon over as soon as it runs
 */
export async function startControlPlane(
	identity: NodeIdentity,
	flags: Flags,
	kubectl: Kubectl,
	adopt: (daemon: Daemon) => void,
): Promise<void> {
	const { kubernetes, pki } = identity;
	await mkdir(`${serverFolder}/db`, { recursive: true });
	const start = (name: string, defaults: Record<string, string>, extra: readonly string[] = []) =>
		adopt(startDaemon(name, [join(kubernetes, name), ...daemonArguments(defaults, extra)]));
	adopt(
		startDaemon("etcd", [
			"etcd",
			...["--data-dir", `${serverFolder}/db/etcd`, "--log-level", "warn"],
			...["--listen-client-urls", etcd, "--advertise-client-urls", etcd],
			...["--listen-peer-urls", "http://127.0.0.1:2380"],
			// The lab is gone when the machine is: nothing has to survive on a disk.
			...["--unsafe-no-fsync"],
		]),
	);
	start("kube-apiserver", apiServerDefaults(identity), flags.get("kube-apiserver-arg"));
	await untilItWorks(() => kubectl(["get", "--raw", "/readyz"]));
	const controller = async (name: string, defaults: Record<string, string>) => {
		const file = `/run/k3s/${name}.kubeconfig`;
		await writeFile(file, kubeconfig(pki, name, "https://127.0.0.1:6443"), { mode: 0o600 });
		const identified = {
			kubeconfig: file,
			"authentication-kubeconfig": file,
			"authorization-kubeconfig": file,
		};
		start(name, { ...identified, "leader-elect": "false", ...defaults }, flags.get(`${name}-arg`));
	};
	await controller("kube-controller-manager", {
		"allocate-node-cidrs": "false",
		"cluster-cidr": "10.42.0.0/16",
		"flex-volume-plugin-dir": "/var/lib/kubelet/volumeplugins",
		"root-ca-file": join(pki, "ca.crt"),
		"service-account-private-key-file": join(pki, "service-account.key"),
		"use-service-account-credentials": "true",
	});
	await controller("kube-scheduler", {});
}

const apiServerDefaults = ({ address, pki }: NodeIdentity): Record<string, string> => ({
	"advertise-address": address,
	"allow-privileged": "true",
	"authorization-mode": "Node,RBAC",
	"client-ca-file": join(pki, "ca.crt"),
	"enable-admission-plugins": "NodeRestriction",
	"etcd-servers": etcd,
	"kubelet-certificate-authority": join(pki, "ca.crt"),
	"kubelet-client-certificate": join(pki, "kubelet-client.crt"),
	"kubelet-client-key": join(pki, "kubelet-client.key"),
	"kubelet-preferred-address-types": "InternalIP,ExternalIP,Hostname",
	"secure-port": "6443",
	"service-account-issuer": "https://kubernetes.default.svc.cluster.local",
	"service-account-key-file": join(pki, "service-account.pub"),
	"service-account-signing-key-file": join(pki, "service-account.key"),
	"service-cluster-ip-range": "10.43.0.0/16",
	"tls-cert-file": join(pki, "kube-apiserver.crt"),
	"tls-private-key-file": join(pki, "kube-apiserver.key"),
});
