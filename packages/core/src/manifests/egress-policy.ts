import { familyOf } from "../corefile/ip-family.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { cacheName, labels } from "./names.ts";

/** Whose pods get an egress policy for the cache. */
export interface EgressPolicySettings {
	readonly namespace: string;
	/** Labels of the pods meant. @default every pod of the namespace */
	readonly podLabels?: Readonly<Record<string, string>>;
}

/**
 * Lets pods that some egress policy isolates reach the cache. The cache is on the host network, where no pod selector
 * of another policy finds it, and kube-router judges packets to a link-local address like any other: without this rule
 * such pods lose DNS, some of them minutes after the change (gardener/gardener issue 2745; k3s-io/kube-router:
 * pkg/controllers/netpol).
 *
 * A policy isolates the pods that it selects. Those that no other policy isolates could reach everything before and
 * nothing but the cache after, so select only pods that are isolated already.
 *
 * @param addresses all that the cache listens on
 */
export const egressPolicy = (
	{ namespace, podLabels }: EgressPolicySettings,
	addresses: readonly string[],
): KubernetesObject => ({
	apiVersion: "networking.k8s.io/v1",
	kind: "NetworkPolicy",
	metadata: { name: cacheName, namespace, labels },
	spec: {
		podSelector: podLabels === undefined ? {} : { matchLabels: podLabels },
		policyTypes: ["Egress"],
		egress: [
			{
				to: addresses.map((address) => ({
					ipBlock: { cidr: `${address}/${familyOf(address) === "ipv6" ? 128 : 32}` },
				})),
				ports: [
					{ port: 53, protocol: "UDP" },
					{ port: 53, protocol: "TCP" },
				],
			},
		],
	},
});
