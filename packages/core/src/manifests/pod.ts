import { goMemoryLimit } from "./memory.ts";
import { cacheName } from "./names.ts";
import type { NodeServer } from "./node-server.ts";

/** The same for every container of the cache: root without more rights than named. */
export const confined = (capabilities: readonly string[]) => ({
	allowPrivilegeEscalation: false,
	readOnlyRootFilesystem: true,
	capabilities: { drop: ["ALL"], add: capabilities },
});

/**
 * Probe of an endpoint on the cache's own address. The kubelet runs in the node's network, so it
 * reaches an address that nothing outside the node can.
 */
export const httpGet = ({ plan }: NodeServer, path: string, port: number) => ({
	host: plan.healthAddress,
	path,
	port,
});

/** Restarts a process that answers nothing any more; slow enough not to act on a busy node. */
export const livenessProbe = (server: NodeServer) => ({
	httpGet: httpGet(server, "/health", 8080),
	initialDelaySeconds: 30,
	periodSeconds: 10,
	timeoutSeconds: 5,
	failureThreshold: 6,
});

/** Says that DNS itself is served at the address that pods ask, which /health answers too early to know (coredns/caddy: caddy.go, OnStartup before startServers). */
export const dnsReadiness = ({ plan }: NodeServer) => ({
	tcpSocket: { host: plan.healthAddress, port: 53 },
	periodSeconds: 2,
	timeoutSeconds: 2,
});

/** The node's own address for metrics that a Prometheus elsewhere reads, and Go's share of the memory. */
export function environment({ plan, resources }: NodeServer): object {
	const limit = goMemoryLimit(resources);
	const env = [
		...(plan.profile === "resilient" && plan.metrics === "node"
			? [{ name: "NODE_IP", valueFrom: { fieldRef: { fieldPath: "status.hostIP" } } }]
			: []),
		...(limit === undefined ? [] : [{ name: "GOMEMLIMIT", value: limit }]),
	];
	return env.length === 0 ? {} : { env };
}

/** The Corefiles of the pod's processes as files. */
export const configVolume = (items: readonly { readonly key: string; readonly path: string }[]) => ({
	name: "config",
	configMap: { name: cacheName, items },
});
