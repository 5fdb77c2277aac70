import { join } from "node:path";
import {
	type BundleSettings,
	type KubernetesObject,
	renderBundle,
	serializeJson,
	serializeYaml,
	yamlDocument,
} from "@localdns/core/manifests";
import { ensureWritable, writeWhole } from "../run-files.ts";

interface RenderOptions {
	profile: BundleSettings["profile"];
	mode: NonNullable<BundleSettings["mode"]>;
	engine: BundleSettings["engine"];
	namespace: string;
	split?: string | undefined;
	output: "yaml" | "json";
}

/** Prints every object of an installation in apply order, or writes one file for each. */
export async function render({ split, output, ...settings }: RenderOptions): Promise<void> {
	const objects = renderBundle(settings);
	if (split !== undefined) return await writeEach(split, objects, output);
	process.stdout.write(output === "json" ? serializeJson(objects) : serializeYaml(objects));
}

/** The number in front keeps `kubectl apply -f DIR` in apply order. */
async function writeEach(
	folder: string,
	objects: readonly KubernetesObject[],
	output: "yaml" | "json",
): Promise<void> {
	const fileOf = ({ kind, metadata }: KubernetesObject, index: number) =>
		join(folder, `${String(index + 1).padStart(2, "0")}-${kind.toLowerCase()}-${metadata.name}.${output}`);
	await ensureWritable("--split", join(folder, "object"));
	for (const [index, object] of objects.entries()) {
		const path = fileOf(object, index);
		await writeWhole(path, [
			output === "json" ? `${JSON.stringify(object, null, 2)}\n` : yamlDocument(object),
		]);
		process.stderr.write(`written: ${path}\n`);
	}
}
