import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { tool } from "./tool.ts";

const compress = promisify(gzip);

/** The same files make the same bytes. */
const reproducible = [
	"--format=ustar",
	"--sort=name",
	"--mtime=@0",
	"--owner=0",
	"--group=0",
	"--numeric-owner",
	"--mode=u=rwX,go=rX",
];

/** One platform's image. */
export interface ImageParts {
	readonly architecture: string;
	/** Folders whose files it holds, from the lowest layer. */
	readonly layers: readonly { readonly root: string; readonly purpose: string }[];
	readonly user: string;
	readonly entrypoint: readonly string[];
	readonly command: readonly string[];
	readonly labels: Readonly<Record<string, string>>;
}

interface Descriptor {
	readonly mediaType: string;
	readonly digest: string;
	readonly size: number;
}

/**
 * An archive of the OCI image layout with one index over all platforms, as `ctr images import` of containerd and K3s,
 * `skopeo copy oci-archive:` and `podman load` take it.
 *
 * Source: OCI image specification 1.1 (image-layout.md, image-index.md, manifest.md, config.md);
 * containerd, core/images/archive/importer.go for the annotation with the name
 *
 * @returns digest of the index: what the reference stands for
 */
export async function writeOciArchive(
	file: string,
	folder: string,
	reference: string,
	images: readonly ImageParts[],
): Promise<string> {
	const layout = new Layout(join(folder, "layout"));
	await layout.open();
	const manifests = [];
	for (const image of images) {
		const { architecture } = image;
		manifests.push({ ...(await layout.image(image, folder)), platform: { architecture, os: "linux" } });
	}
	const index = await layout.json("application/vnd.oci.image.index.v1+json", {
		schemaVersion: 2,
		mediaType: "application/vnd.oci.image.index.v1+json",
		manifests,
	});
	const tag = reference.slice(reference.lastIndexOf(":") + 1);
	const annotations = { "io.containerd.image.name": reference, "org.opencontainers.image.ref.name": tag };
	await layout.close([{ ...index, annotations }]);
	await tool("tar", [
		...reproducible,
		"-C",
		join(folder, "layout"),
		"-cf",
		file,
		"oci-layout",
		"index.json",
		"blobs",
	]);
	return index.digest;
}

class Layout {
	readonly #folder: string;
	readonly #blobs: string;

	constructor(folder: string) {
		this.#folder = folder;
		this.#blobs = join(folder, "blobs/sha256");
	}

	async open(): Promise<void> {
		await mkdir(this.#blobs, { recursive: true });
	}

	async close(manifests: readonly object[]): Promise<void> {
		await writeFile(join(this.#folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
		const index = { schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests };
		await writeFile(join(this.#folder, "index.json"), JSON.stringify(index));
	}

	async image(parts: ImageParts, folder: string): Promise<Descriptor> {
		const { architecture, user, entrypoint, command, labels } = parts;
		const layers: Descriptor[] = [];
		const contents: string[] = [];
		for (const { root } of parts.layers) {
			const plain = join(folder, "layer.tar");
			await tool("tar", [...reproducible, "-C", root, "-cf", plain, "."]);
			const bytes = await readFile(plain);
			await rm(plain);
			contents.push(digestOf(bytes));
			layers.push(await this.#blob("application/vnd.oci.image.layer.v1.tar+gzip", await compress(bytes)));
		}
		const config = await this.json("application/vnd.oci.image.config.v1+json", {
			created: "1970-01-01T00:00:00Z",
			architecture,
			os: "linux",
			config: {
				User: user,
				Env: ["PATH=/usr/local/bin:/usr/bin:/bin"],
				Entrypoint: entrypoint,
				Cmd: command,
				Labels: labels,
			},
			rootfs: { type: "layers", diff_ids: contents },
			history: parts.layers.map(({ purpose }) => ({ created: "1970-01-01T00:00:00Z", created_by: purpose })),
		});
		return this.json("application/vnd.oci.image.manifest.v1+json", {
			schemaVersion: 2,
			mediaType: "application/vnd.oci.image.manifest.v1+json",
			config,
			layers,
		});
	}

	json(mediaType: string, value: object): Promise<Descriptor> {
		return this.#blob(mediaType, Buffer.from(JSON.stringify(value)));
	}

	async #blob(mediaType: string, bytes: Buffer): Promise<Descriptor> {
		const digest = digestOf(bytes);
		await writeFile(join(this.#blobs, digest.slice("sha256:".length)), bytes);
		return { mediaType, digest, size: bytes.length };
	}
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
