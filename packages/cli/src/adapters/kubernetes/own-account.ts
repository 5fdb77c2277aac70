import { existsSync, readFileSync } from "node:fs";
import { LocaldnsError } from "@localdns/core";
import type { Cluster } from "../../ports/cluster.ts";
import type { ApiAccess } from "./api-access.ts";
import { ApiClient } from "./api-client.ts";
import { clusterOver } from "./cluster-over.ts";

/** Where a pod finds its account (kubernetes.io: Accessing the Kubernetes API from a Pod). */
const accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * The cluster of the pod that this runs in, by the pod's own account. Without a library for kubeconfigs, which is too
 * large for a ConfigMap.
 *
 * @throws LocaldnsError LDNS605 where this is no pod with an account
 */
export function openOwnCluster(requestTimeoutMs: number): Cluster {
	return clusterOver(new ApiClient(ownAccount(), { requestTimeoutMs }));
}

function ownAccount(): ApiAccess {
	const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = "443" } = process.env;
	const [token, authority] = [`${accountFolder}/token`, `${accountFolder}/ca.crt`];
	if (host === undefined || !existsSync(token) || !existsSync(authority)) {
		throw new LocaldnsError("LDNS605", "this is no pod with an account", {
			reason: `${accountFolder} or KUBERNETES_SERVICE_HOST is not there`,
			hint: "localdns health-check install",
		});
	}
	return {
		context: "in-cluster",
		server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
		isProxied: false,
		async authorize(options) {
			options.ca = readFileSync(authority);
			// The kubelet writes a new one before the former runs out.
			options.headers = { ...options.headers, Authorization: `Bearer ${readFileSync(token, "utf8").trim()}` };
		},
	};
}
