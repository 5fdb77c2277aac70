import { release } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type NodeFacts, readKernelAbilities } from "@localdns/core/cluster";
import { bytesOf, namesIn, textOf } from "./readable.ts";

/** What the running kernel can do, by what it says of itself. @param modules the node's /lib/modules */
export function kernelOf(modules: string): NodeFacts["kernel"] {
	const packed = bytesOf("/proc/config.gz");
	const files = ["modules.builtin", "modules.dep"].map((name) => textOf(join(modules, release(), name)));
	return {
		release: release(),
		abilities: readKernelAbilities({
			config: packed === undefined ? undefined : gunzipSync(packed).toString(),
			modules: textOf("/proc/modules"),
			moduleFolders: namesIn("/sys/module") ?? [],
			// One of the two alone says nothing of what it does not list.
			moduleFiles: files.includes(undefined) ? undefined : files.join("\n"),
		}),
	};
}
