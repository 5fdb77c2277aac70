import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../../host/programs.ts";
import { run } from "../../process/run.ts";
import { cacheFolder, type Progress } from "../../servers/go-program.ts";
import { type LayerName, labImages } from "./catalogue.ts";
import { fillLayer, type LayerSources } from "./layers.ts";
import { nodeCacheLauncher } from "./node-cache-launcher.ts";

/** Changes when archives are put together in another way. */
const edition = 2;

/**
 * All images of the lab in one archive, as `docker save` writes it (v1.2 of the image specification), from
 * the cache or put together now. Layers are shared: what is in two images is there once.
 * @returns the archive
 * @throws LocaldnsError LDNS203 with the last words of what failed
 */
export async function provideImages(sources: LayerSources, progress: Progress): Promise<string> {
	const archive = join(cacheFolder(), "images", `lab-${await keyOf(sources)}.tar`);
	if (existsSync(archive)) return archive;
	progress("putting the cluster's images together, once");
	await mkdir(join(archive, ".."), { recursive: true });
	const folder = await mkdtemp(`${archive}.`);
	try {
		await writeArchive(folder, sources);
		await run("the cluster's images", [
			"tar",
			"-C",
			join(folder, "archive"),
			"-cf",
			join(folder, "tar"),
			".",
		]);
		await rename(join(folder, "tar"), archive);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
	return archive;
}

/** Another program or another catalogue makes other images. */
async function keyOf({ coredns }: LayerSources): Promise<string> {
	const key = createHash("sha256").update(JSON.stringify([edition, labImages, nodeCacheLauncher]));
	for (const path of [...Object.values(coredns), process.execPath, findProgram("busybox") as string]) {
		const { size, mtimeMs } = await stat(path);
		key.update(`${path} ${size} ${mtimeMs}\n`);
	}
	return key.digest("hex").slice(0, 12);
}

async function writeArchive(folder: string, sources: LayerSources): Promise<void> {
	const out = join(folder, "archive");
	await mkdir(out);
	const digests = new Map<LayerName, string>();
	for (const layer of new Set(labImages.flatMap(({ layers }) => layers))) {
		digests.set(layer, await writeLayer(layer, folder, out, sources));
	}
	const manifest: unknown[] = [];
	for (const [index, { names, layers, entrypoint }] of labImages.entries()) {
		const config = {
			architecture: process.arch === "x64" ? "amd64" : process.arch,
			os: "linux",
			config: {
				Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
				Entrypoint: entrypoint,
			},
			rootfs: { type: "layers", diff_ids: layers.map((layer) => `sha256:${digests.get(layer)}`) },
			history: layers.map((layer) => ({ created_by: `localdns lab: ${layer}` })),
		};
		await writeFile(join(out, `config-${index}.json`), JSON.stringify(config));
		manifest.push({
			Config: `config-${index}.json`,
			RepoTags: names,
			Layers: layers.map((layer) => `${layer}.tar`),
		});
	}
	await writeFile(join(out, "manifest.json"), JSON.stringify(manifest));
}

/** The same files make the same bytes. @returns its SHA-256 */
async function writeLayer(
	layer: LayerName,
	folder: string,
	out: string,
	sources: LayerSources,
): Promise<string> {
	const root = join(folder, layer);
	const file = join(out, `${layer}.tar`);
	await fillLayer(layer, root, sources);
	const plain = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
	await run(`the layer ${layer}`, ["tar", ...plain, "-C", root, "-cf", file, "."]);
	await rm(root, { recursive: true });
	return createHash("sha256")
		.update(await readFile(file))
		.digest("hex");
}
