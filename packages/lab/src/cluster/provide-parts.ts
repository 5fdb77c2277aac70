import { coreDnsVersions, provideCoreDns } from "../servers/coredns.ts";
import type { Progress } from "../servers/go-program.ts";
import { provideImages } from "./images/archive.ts";
import { provideKubernetes } from "./kubernetes.ts";

/** What a cluster is built from. */
export interface ClusterParts {
	/** Folder of Kubernetes' programs. */
	kubernetes: string;
	/** Archive of the images. */
	images: string;
	/** CoreDNS 1.13.2. */
	coredns: string;
}

/**
 * Everything that a cluster is built from, from the cache or built now. Call it before entering a sandbox,
 * which has no network.
 * @throws LocaldnsError LDNS202, LDNS203
 */
export async function provideClusterParts(progress: Progress): Promise<ClusterParts> {
	const coredns = await provideCoreDns(coreDnsVersions, undefined, progress);
	return {
		kubernetes: await provideKubernetes(progress),
		images: await provideImages({ coredns }, progress),
		coredns: coredns["1.13.2"],
	};
}
