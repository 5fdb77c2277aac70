import type { EngineVersion } from "../corefile/engines.ts";

/** Images that are not to come from where they come by default. */
export interface ImageSettings {
	/**
	 * Host, with an optional path, in place of each image's own registry; the rest of the reference stays, as with a
	 * mirror in K3s' registries.yaml: `registry.k8s.io/dns/x:1` becomes `<registry>/dns/x:1`.
	 * @default registry.k8s.io and Docker Hub, by image
	 */
	readonly registry?: string;
	/** Whole reference of the cache's image. @default by engine and version */
	readonly cache?: string;
	/** Whole reference of the image whose `ip` adds the address for engine coredns. @default K3s' busybox */
	readonly address?: string;
	/** Whole reference of the image that runs probes and node Jobs. @default node:24-alpine */
	readonly node?: string;
	/** @default the API server's own: IfNotPresent */
	readonly pullPolicy?: "Always" | "IfNotPresent" | "Never";
	/** Names of Secrets of type kubernetes.io/dockerconfigjson in the objects' namespace. @default none */
	readonly pullSecrets?: readonly string[];
}

/** node-cache from the Kubernetes project; CoreDNS as K3s mirrors it, often on the nodes already. */
export const cacheImage = ({ engine, version }: EngineVersion, images: ImageSettings = {}): string =>
	images.cache ??
	(engine === "node-cache"
		? from(images, "registry.k8s.io", `dns/k8s-dns-node-cache:${version}`)
		: from(images, undefined, `rancher/mirrored-coredns-coredns:${version}`));

/** Shell with `ip`: CoreDNS' image has neither. K3s ships it for its local-path provisioner. */
export const addressImage = (images: ImageSettings = {}): string =>
	images.address ?? from(images, undefined, "rancher/mirrored-library-busybox:1.37.0");

/** Stock Node with busybox around it: probes and node Jobs bring their programs in ConfigMaps. */
export const nodeImage = (images: ImageSettings = {}): string =>
	images.node ??
	(images.registry === undefined ? "node:24-alpine" : `${images.registry}/library/node:24-alpine`);

const from = ({ registry }: ImageSettings, own: string | undefined, path: string): string => {
	const host = registry ?? own;
	return host === undefined ? path : `${host}/${path}`;
};

/** Fields of a container. */
export const pullPolicy = ({ pullPolicy }: ImageSettings = {}): object =>
	pullPolicy === undefined ? {} : { imagePullPolicy: pullPolicy };

/** Fields of a pod. */
export const pullSecrets = ({ pullSecrets = [] }: ImageSettings = {}): object =>
	pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets.map((name) => ({ name })) };
