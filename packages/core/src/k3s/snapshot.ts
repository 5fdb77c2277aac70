import type { LocaldnsError } from "../errors.ts";
import { type ConfigFile, readConfigFile } from "./config-file.ts";
import { compareNames, dropInFolder, isDropInName } from "./config-files.ts";
import type { K3sService } from "./service.ts";

/** A drop-in by its name within the folder. */
export interface DropIn {
	readonly name: string;
	readonly text: string;
}

/** K3s' configuration on a node as plain data: what a plan is made from. Texts are decoded as UTF-8, marks kept. */
export interface NodeSnapshot {
	/** The file that K3s reads first; the folder of drop-ins is beside it. */
	readonly configPath: string;
	/** Undefined where there is none. */
	readonly config: string | undefined;
	/** Files of the drop-in folder that K3s reads, in any order; undefined where the folder is missing. */
	readonly dropIns: readonly DropIn[] | undefined;
	readonly service: K3sService | undefined;
	/** Undefined where no unit was found and nobody said. */
	readonly role: "server" | "agent" | undefined;
	/** Entries that an earlier apply put into files in place. */
	readonly ours: readonly { readonly path: string; readonly entry: string }[];
}

/** Which file K3s reads first: K3S_CONFIG_FILE beats --config, which beats the default. Source: pkg/configfilearg/parser.go, findConfigFileFlag. */
export function configPathOf(service: K3sService | undefined, defaultPath: string): string {
	return service?.configFromEnvironment ?? service?.configPath ?? defaultPath;
}

/** Every file of a snapshot in the order in which K3s reads them. */
export function readConfigFiles(
	snapshot: NodeSnapshot,
): { ok: true; files: ConfigFile[] } | { ok: false; error: LocaldnsError } {
	const folder = dropInFolder(snapshot.configPath);
	const texts = [
		...(snapshot.config === undefined ? [] : [{ path: snapshot.configPath, text: snapshot.config }]),
		...(snapshot.dropIns ?? [])
			.filter(({ name }) => isDropInName(name))
			.toSorted((left, right) => compareNames(left.name, right.name))
			.map(({ name, text }) => ({ path: `${folder}/${name}`, text })),
	];
	const files: ConfigFile[] = [];
	for (const { path, text } of texts) {
		const read = readConfigFile(path, text);
		if (!read.ok) return read;
		files.push(read.file);
	}
	return { ok: true, files };
}
