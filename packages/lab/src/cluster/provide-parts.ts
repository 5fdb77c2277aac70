import type { Overlay } from "../overlay.ts";
import { coreDnsVersions, provideCoreDns } from "../servers/coredns.ts";
import type { Progress } from "../servers/go-program.ts";
import { provideTailscale, type TailscalePrograms } from "../tailnet/provide-tailscale.ts";
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
	/** Where the nodes are to be on a tailnet. */
	tailscale: TailscalePrograms | undefined;
}

/**
 * Everything that a cluster is built from, from the cache or built now. Call it before entering a sandbox,
 * which has no network.
 * @throws LocaldnsError LDNS202, LDNS203
 */
export async function provideClusterParts(progress: Progress, overlay?: Overlay): Promise<ClusterParts> {
	const coredns = await provideCoreDns(coreDnsVersions, undefined, progress);
	return {
		kubernetes: await provideKubernetes(progress),
		images: await provideImages({ coredns }, progress),
		tailscale: overlay === undefined ? undefined : await provideTailscale(progress),
		coredns: coredns["1.13.2"],
	};
}
