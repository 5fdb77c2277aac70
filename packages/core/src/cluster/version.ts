/** A version of Kubernetes, with K3s' own release behind the `+`. */
export interface KubernetesVersion {
	/** As given, such as `v1.34.2+k3s1`. */
	readonly text: string;
	/** Of major version 1, the only one. */
	readonly minor: number;
	readonly patch: number;
	/** `k3s1` of a K3s release, undefined for anything else. */
	readonly k3s: string | undefined;
}

/** Reads `v1.34.2+k3s1`, `v1.33.1-gke.100` and the like; undefined for anything else. */
export function parseKubernetesVersion(text: string): KubernetesVersion | undefined {
	const [, minor, patch, rest = ""] = /^v?1\.(\d{1,3})\.(\d{1,3})(.{0,100})$/.exec(text) ?? [];
	if (minor === undefined || patch === undefined) return undefined;
	const [, k3s] = /\+(k3s\d+)/.exec(rest) ?? [];
	return { text, minor: Number(minor), patch: Number(patch), k3s };
}
