import type { Engine } from "../../corefile/engines.ts";
import { engineVersion } from "../../corefile/engines.ts";
import type { LintOptions } from "../../corefile/lint/result.ts";
import { LocaldnsError } from "../../errors.ts";
import { mapsAt, type ObjectNode, textAt } from "./manifest-nodes.ts";

type EngineChoice = Pick<LintOptions, "engine" | "engineVersion">;

/**
 * Who reads the Corefile of a ConfigMap: what was asked for, else the image of the pods that mount it, else a CoreDNS
 * where the Corefile has its plugin `kubernetes`.
 */
export function engineOf(
	configMap: string,
	corefile: string,
	objects: readonly ObjectNode[],
	asked: EngineChoice,
): EngineChoice {
	if (asked.engine !== undefined || asked.engineVersion !== undefined) return asked;
	const spec = ["spec", "template", "spec"];
	const images = objects
		.filter((object) =>
			mapsAt(object, ...spec, "volumes").some((volume) => textAt(volume, "configMap", "name") === configMap),
		)
		.flatMap((object) =>
			mapsAt(object, ...spec, "containers").map((container) => textAt(container, "image") ?? ""),
		);
	for (const image of images) {
		const [, name = "", tag] = /([^/:]+)(?::v?([\d.]+))?(?:@.*)?$/.exec(image) ?? [];
		const engine: Engine | undefined = /node-cache/.test(name)
			? "node-cache"
			: /coredns/.test(name)
				? "coredns"
				: undefined;
		if (engine === undefined) continue;
		return tag !== undefined && isKnown(engine, tag) ? { engine, engineVersion: tag } : { engine };
	}
	return /^\s*kubernetes\s/m.test(corefile) ? { engine: "coredns" } : {};
}

function isKnown(engine: Engine, version: string): boolean {
	try {
		return engineVersion(engine, version).version === version;
	} catch (error) {
		if (error instanceof LocaldnsError) return false;
		throw error;
	}
}
