import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { daemonArguments } from "./daemon-arguments.ts";
import type { Flags } from "./flags.ts";
import type { NodeIdentity } from "./identity.ts";

/** K3s passes the mode explicitly. Limits of connection tracking are the machine's, so they stay as they are. */
export const startKubeProxy = (identity: NodeIdentity, flags: Flags): Daemon =>
	startDaemon("kube-proxy", [
		join(identity.kubernetes, "kube-proxy"),
		...daemonArguments(
			{
				"cluster-cidr": "10.42.0.0/16",
				"conntrack-max-per-core": "0",
				"conntrack-min": "0",
				"healthz-bind-address": "127.0.0.1",
				"hostname-override": identity.name,
				kubeconfig: "/run/k3s/kube-proxy.kubeconfig",
				"oom-score-adj": "0",
				"proxy-mode": "iptables",
			},
			flags.get("kube-proxy-arg") ?? [],
		),
	]);
