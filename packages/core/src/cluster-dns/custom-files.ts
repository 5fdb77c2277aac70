import { filesInMemory, importsFrom } from "../corefile/import-files.ts";
import { folderOf, pathFrom } from "../corefile/import-path.ts";
import type { ImportReader } from "../corefile/import-reader.ts";

/** Where CoreDNS' pod mounts the ConfigMap `coredns`, and below it `coredns-custom` (k3s-io/k3s: manifests/coredns.yaml). */
export const corefilePath = "/etc/coredns/Corefile";
const customFolder = "/etc/coredns/custom/";

/**
 * Answers `import` from the keys of the ConfigMap `coredns-custom`. It is optional, so a wildcard may match nothing; but
 * of any other folder nothing is known, which is not the same as that nothing is there.
 */
export function customFiles(custom: Readonly<Record<string, string>>): ImportReader {
	const files = Object.entries(custom).map(([key, text]) => [customFolder + key, text]);
	const read = importsFrom(filesInMemory(Object.fromEntries(files)));
	return (pattern, from) => {
		const path = pathFrom(folderOf(from), pattern);
		if (path.startsWith(customFolder)) return read(pattern, from);
		return { ok: false, reason: `of ${path} nothing is known; only the keys of coredns-custom are` };
	};
}
