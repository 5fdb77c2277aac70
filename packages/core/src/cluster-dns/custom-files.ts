import type { ImportReader } from "../corefile/import-reader.ts";

/** Where CoreDNS' pod mounts the ConfigMap `coredns`, and below it `coredns-custom` (k3s-io/k3s: manifests/coredns.yaml). */
export const corefilePath = "/etc/coredns/Corefile";
const customFolder = "/etc/coredns/custom/";

/**
 * Answers `import` from the keys of the ConfigMap `coredns-custom`. The ConfigMap is optional, so a wildcard may match
 * nothing; the order is that of Go's filepath.Glob, byte by byte.
 */
export function customFiles(custom: Readonly<Record<string, string>>): ImportReader {
	return (pattern, from) => {
		const path = pattern.startsWith("/") ? pattern : from.slice(0, from.lastIndexOf("/") + 1) + pattern;
		if (!path.startsWith(customFolder)) {
			return { ok: false, reason: `of ${path} nothing is known; only the keys of coredns-custom are` };
		}
		const wanted = path.slice(customFolder.length);
		if (/[?[\\]/.test(wanted)) {
			return { ok: false, reason: `the pattern ${wanted} is read with * alone` };
		}
		const keys = Object.keys(custom).filter(matcher(wanted)).toSorted();
		if (keys.length === 0 && !wanted.includes("*")) {
			return { ok: false, reason: `coredns-custom has no key ${wanted}` };
		}
		return { ok: true, files: keys.map((key) => ({ file: customFolder + key, text: custom[key] ?? "" })) };
	};
}

function matcher(pattern: string): (key: string) => boolean {
	const star = pattern.indexOf("*");
	if (star === -1) return (key) => key === pattern;
	const before = pattern.slice(0, star);
	const after = pattern.slice(star + 1);
	return (key) => key.length >= before.length + after.length && key.startsWith(before) && key.endsWith(after);
}
