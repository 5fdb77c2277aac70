/** A layer by its name; each image is a stack of them. */
export type LayerName = "base" | "coredns-1.13.2" | "coredns-1.15.0" | "node-cache" | "node";

export interface LabImage {
	names: readonly string[];
	layers: readonly LayerName[];
	entrypoint: readonly string[];
}

/** Where K3s' CoreDNS comes from, at the version that the lab's cluster runs. */
export const clusterDnsImage = "rancher/mirrored-coredns-coredns:1.13.2";
export const pauseImage = "rancher/mirrored-pause:3.6";
/** A shell with busybox' tools. */
const shellImage = "rancher/mirrored-library-busybox:1.37.0";

/**
 * Images under the names that K3s and localdns use for them, made from what this machine has: no registry
 * is asked. What is inside is not what the names promise everywhere: docs/guides/cluster-lab.md.
 */
export const labImages: readonly LabImage[] = [
	{ names: [pauseImage], layers: ["base"], entrypoint: ["/bin/busybox", "sleep", "2147483647"] },
	{ names: [shellImage], layers: ["base"], entrypoint: ["/bin/sh"] },
	{ names: [clusterDnsImage], layers: ["base", "coredns-1.13.2"], entrypoint: ["/coredns"] },
	{
		names: ["rancher/mirrored-coredns-coredns:1.15.0"],
		layers: ["base", "coredns-1.15.0"],
		entrypoint: ["/coredns"],
	},
	{
		names: ["1.26.8", "1.26.4"].map((version) => `registry.k8s.io/dns/k8s-dns-node-cache:${version}`),
		layers: ["base", "coredns-1.13.2", "node-cache"],
		entrypoint: ["/node-cache"],
	},
	{ names: ["node:24-alpine"], layers: ["base", "node"], entrypoint: ["/usr/local/bin/node"] },
];
