import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { type KubernetesObject, yamlDocument } from "@localdns/core/manifests";
import { ensureWritable, writeWhole } from "../files.ts";

/** Manifests of another rendering would be applied with these. @throws LocaldnsError LDNS103 */
async function refuseStrangers(folder: string, own: ReadonlySet<string>): Promise<void> {
	const paths = (await readdir(folder)).map((name) => join(folder, name));
	const strangers = paths.filter((path) => /\.(ya?ml|json)$/.test(path) && !own.has(path));
	if (strangers.length === 0) return;
	throw new LocaldnsError(
		"LDNS103",
		`--split: ${folder} holds other manifests, which kubectl apply -f would take along`,
		{
			reason: strangers.join(", "),
			hint: `rm ${strangers.join(" ")}`,
		},
	);
}

/** The number in front keeps `kubectl apply -f DIR` in apply order. */
export async function writeEach(
	folder: string,
	objects: readonly KubernetesObject[],
	output: "yaml" | "json",
): Promise<void> {
	const fileOf = ({ kind, metadata }: KubernetesObject, index: number) =>
		join(folder, `${String(index + 1).padStart(2, "0")}-${kind.toLowerCase()}-${metadata.name}.${output}`);
	await ensureWritable("--split", join(folder, "object"));
	await refuseStrangers(folder, new Set(objects.map(fileOf)));
	for (const [index, object] of objects.entries()) {
		const path = fileOf(object, index);
		await writeWhole(path, [
			output === "json" ? `${JSON.stringify(object, null, 2)}\n` : yamlDocument(object),
		]);
		process.stderr.write(`written: ${path}\n`);
	}
}
