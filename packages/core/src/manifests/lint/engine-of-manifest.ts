import type { Engine } from "../../corefile/engines.ts";
import { engineVersion } from "../../corefile/engines.ts";
import type { LintOptions } from "../../corefile/lint/result.ts";
import { LocaldnsError } from "../../errors.ts";
import { mapsAt, type ObjectNode, textAt } from "./manifest-nodes.ts";

type EngineChoice = Pick<LintOptions, "engine" | "engineVersion">;

/** Images of the pods that mount a ConfigMap, by its name. */
export function imagesOf(objects: readonly ObjectNode[]): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, string[]>();
	const spec = ["spec", "template", "spec"];
	for (const object of objects) {
		const images = mapsAt(object, ...spec, "containers").map((container) => textAt(container, "image") ?? "");
		for (const volume of mapsAt(object, ...spec, "volumes")) {
			const name = textAt(volume, "configMap", "name");
			if (name === undefined) continue;
			const all = found.get(name) ?? [];
			for (const image of images) all.push(image);
			found.set(name, all);
		}
	}
	return found;
}

/**
 * Who reads a Corefile: what was asked for, else the image of the pods that mount it, else a CoreDNS where the Corefile
 * has its plugin `kubernetes`.
 */
export function engineOf(
	corefile: string,
	images: readonly string[] | undefined,
	asked: EngineChoice,
): EngineChoice {
	if (asked.engine !== undefined || asked.engineVersion !== undefined) return asked;
	for (const image of images ?? []) {
		// What stands behind the version, as in v1.11.4-eksbuild.2, is the distributor's.
		const [, name = "", tag] =
			/^([^:@]*)(?::v?(\d+(?:\.\d+)*))?/.exec(image.slice(image.lastIndexOf("/") + 1)) ?? [];
		const engine: Engine | undefined = /node-cache/.test(name)
			? "node-cache"
			: /coredns/.test(name)
				? "coredns"
				: undefined;
		if (engine === undefined) continue;
		return tag !== undefined && isKnown(engine, tag) ? { engine, engineVersion: tag } : { engine };
	}
	return /^[ \t]*kubernetes\s/m.test(corefile) ? { engine: "coredns" } : {};
}

function isKnown(engine: Engine, version: string): boolean {
	try {
		return engineVersion(engine, version).version === version;
	} catch (error) {
		if (error instanceof LocaldnsError) return false;
		throw error;
	}
}
