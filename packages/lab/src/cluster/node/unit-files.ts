import type { ClusterNode } from "../cluster-nodes.ts";

/** `k3s` on a server, `k3s-agent` on an agent, as K3s' install script names them. */
export const unitName = ({ role }: ClusterNode): "k3s" | "k3s-agent" =>
	role === "server" ? "k3s" : "k3s-agent";

/** The unit as K3s' install script writes it, without what the lab's service manager does not look at. */
export function unitFile(node: ClusterNode, server: string, isOnTailnet: boolean): string {
	const words = [
		...(node.role === "server"
			? ["server"]
			: ["agent", "--server", `https://${server}:6443`, "--token", "lab"]),
		...(isOnTailnet ? ["--node-ip", node.address, "--flannel-iface", "tailscale0"] : []),
	];
	return `[Unit]
Description=Lightweight Kubernetes (the lab's stand-in)
Documentation=https://k3s.io
Wants=network-online.target
After=network-online.target

[Install]
WantedBy=multi-user.target

[Service]
Type=notify
EnvironmentFile=-/etc/default/%N
EnvironmentFile=-/etc/sysconfig/%N
EnvironmentFile=-/etc/systemd/system/${unitName(node)}.service.env
KillMode=process
Delegate=yes
User=root
LimitNOFILE=1048576
TasksMax=infinity
TimeoutStartSec=0
Restart=always
RestartSec=5s
ExecStart=/usr/local/bin/k3s \\
    ${words.map((word) => `'${word}'`).join(" \\\n\t")} \\

`;
}
