// Reads localdns.yaml and writes every object into a folder that Flux or Argo CD applies.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { parseConfig } from "@localdns/core/config";
import { type KubernetesObject, renderBundle, yamlDocument } from "@localdns/core/manifests";

const [configFile = "localdns.yaml", folder = "node-local-dns"] = process.argv.slice(2);

function objects(): KubernetesObject[] {
	const parsed = parseConfig(readFileSync(configFile, "utf8"), configFile);
	if (!parsed.ok) throw parsed.error;
	return renderBundle({ profile: "resilient", engine: "node-cache", ...parsed.config }, "gitops-renderer");
}

try {
	const files = new Map(
		objects().map((object, index) => {
			const number = String(index + 1).padStart(2, "0");
			return [`${number}-${object.kind.toLowerCase()}-${object.metadata.name}.yaml`, yamlDocument(object)];
		}),
	);
	const kustomization = `resources:\n${[...files.keys()].map((name) => `- ${name}\n`).join("")}`;
	mkdirSync(folder, { recursive: true });
	// An object that is rendered no more must go, or it would stay in the cluster. Other files are not ours.
	for (const name of readdirSync(folder)) if (/^\d{2}-.*\.yaml$/.test(name)) rmSync(join(folder, name));
	for (const [name, text] of [...files, ["kustomization.yaml", kustomization] as const])
		writeFileSync(join(folder, name), text);
	console.log(`${files.size} objects in ${folder}`);
} catch (error) {
	if (!(error instanceof LocaldnsError)) throw error;
	console.error(`${error.code}: ${error.message}\n${error.hint}`);
	process.exitCode = error.exitCode;
}
