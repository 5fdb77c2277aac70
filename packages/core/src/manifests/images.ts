import type { EngineVersion } from "../corefile/engines.ts";

/** node-cache from the Kubernetes project; CoreDNS as K3s mirrors it, often on the nodes already. */
export const engineImage = ({ engine, version }: EngineVersion): string =>
	engine === "node-cache"
		? `registry.k8s.io/dns/k8s-dns-node-cache:${version}`
		: `rancher/mirrored-coredns-coredns:${version}`;

/** Shell with `ip`: CoreDNS' image has neither. K3s ships it for its local-path provisioner. */
export const addressImage = "rancher/mirrored-library-busybox:1.37.0";
