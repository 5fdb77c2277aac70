// Builds the probe's own image as an archive for K3s, containerd, skopeo and podman, without any of them.
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildProbeBundle } from "./build-bundle.ts";
import { copyLibraries, fetchDebianLibraries } from "./image/debian-libraries.ts";
import { type ImageParts, writeOciArchive } from "./image/oci-archive.ts";
import { type Platform, platforms } from "./image/platforms.ts";
import { tool } from "./image/tool.ts";

const workspace = fileURLToPath(new URL("../../..", import.meta.url));

const usage = `Builds the probe's image for amd64 and arm64, as an archive in the OCI layout.

Usage: npm run probe-image -- [--out FILE] [--name REFERENCE]

  --out FILE         where the archive goes (default localdns-probe.tar)
  --name REFERENCE   what it is called once it is imported (default localhost/localdns-probe:VERSION)

Node comes from npm and its libraries from Debian, by npm's and apt's own clients. On a node: k3s ctr images import FILE
`;

/** What was built. */
export interface BuiltImage {
	readonly reference: string;
	/** Of the index over all platforms. */
	readonly digest: string;
	readonly bytes: number;
}

/** Host, path and tag, as containerd wants it: nothing is filled in. */
const fullReference = /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+:[\w][\w.-]{0,127}$/;

/**
 * @param reference with host and tag. @default localhost/localdns-probe with the version of localdns
 * @throws Error in words for whoever asked for it
 */
export async function buildProbeImage(out: string, reference?: string): Promise<BuiltImage> {
	const name = reference ?? `localhost/localdns-probe:${await versionOf("packages/cli/package.json")}`;
	if (!fullReference.test(name))
		throw new Error(
			`--name: read ${JSON.stringify(name)}; allowed is HOST/NAME:TAG, such as r.example/localdns-probe:1`,
		);
	const folder = await mkdtemp(join(tmpdir(), "localdns-image-"));
	try {
		const bundle = join(folder, "probe.mjs");
		await buildProbeBundle(bundle);
		const libraries = await fetchDebianLibraries(folder, platforms);
		const version = await nodeVersion();
		const images: ImageParts[] = [];
		for (const platform of platforms) {
			const node = await fetchNode(folder, platform, version);
			images.push(
				await partsOf(folder, platform, {
					node,
					version,
					bundle,
					libraries: libraries.get(platform) as string,
				}),
			);
		}
		const digest = await writeOciArchive(resolve(out), folder, name, images);
		return { reference: name, digest, bytes: (await stat(out)).size };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

interface Sources {
	/** Unpacked npm package. */
	readonly node: string;
	readonly version: string;
	readonly bundle: string;
	/** Unpacked Debian packages. */
	readonly libraries: string;
}

/** Libraries, Node, probe: what changes more often lies higher. */
async function partsOf(folder: string, platform: Platform, sources: Sources): Promise<ImageParts> {
	const { architecture } = platform;
	const root = (layer: string) => join(folder, `${architecture}-${layer}`);
	const program = join(sources.node, "bin/node");
	await copyLibraries(program, sources.libraries, root("libraries"), platform);
	await put(root("libraries"), "etc/passwd", "nobody:x:65534:65534::/:/bin/false\n");
	await put(root("libraries"), "etc/group", "nogroup:x:65534:\n");
	await copy(program, join(root("node"), "usr/local/bin/node"));
	await copy(join(sources.node, "LICENSE"), join(root("node"), "usr/share/doc/node/LICENSE"));
	await copy(sources.bundle, join(root("probe"), "probe.mjs"));
	await copy(join(workspace, "LICENSE"), join(root("probe"), "usr/share/doc/localdns/LICENSE"));
	return {
		architecture,
		layers: [
			{ root: root("libraries"), purpose: "Debian: the libraries that Node loads" },
			{ root: root("node"), purpose: `npm: ${platform.nodePackage} ${sources.version}` },
			{ root: root("probe"), purpose: "localdns: the probe" },
		],
		user: "65534:65534",
		// Small young generation: at a few records per second a large one only adds resident memory.
		entrypoint: ["/usr/local/bin/node", "--max-semi-space-size=1", "/probe.mjs"],
		command: ["--plan", "-"],
		labels: {
			"org.opencontainers.image.title": "localdns-probe",
			"org.opencontainers.image.licenses": "Apache-2.0",
		},
	};
}

/** Node's own build as npm has it, checked by npm against the registry's sum. @returns the unpacked package */
async function fetchNode(folder: string, { nodePackage }: Platform, version: string): Promise<string> {
	const place = join(folder, nodePackage);
	await mkdir(place);
	await tool("npm", ["pack", "--silent", "--prefer-offline", `${nodePackage}@${version}`], place);
	await tool("tar", ["-xzf", `${nodePackage}-${version}.tgz`], place);
	return join(place, "package");
}

/** The version that the workspace itself runs on. */
async function nodeVersion(): Promise<string> {
	const { devDependencies } = JSON.parse(await readFile(join(workspace, "package.json"), "utf8"));
	return String(devDependencies["node-bin"]).replace("npm:node@", "");
}

const versionOf = async (file: string): Promise<string> =>
	JSON.parse(await readFile(join(workspace, file), "utf8")).version;

async function put(root: string, path: string, text: string): Promise<void> {
	await mkdir(dirname(join(root, path)), { recursive: true });
	await writeFile(join(root, path), text);
}

async function copy(from: string, to: string): Promise<void> {
	await mkdir(dirname(to), { recursive: true });
	await copyFile(from, to);
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			out: { type: "string", default: "localdns-probe.tar" },
			name: { type: "string" },
			help: { type: "boolean", default: false },
		},
	});
	if (values.help) {
		process.stdout.write(usage);
		return;
	}
	const { reference, digest, bytes } = await buildProbeImage(values.out, values.name);
	process.stdout.write(`${values.out}: ${reference}, ${digest}, ${(bytes / 1e6).toFixed(1)} MB\n`);
}

if (import.meta.main) {
	try {
		await main();
	} catch (error) {
		process.stderr.write(`error: ${(error as Error).message}\nhint: npm run probe-image -- --help\n`);
		process.exitCode = 3;
	}
}
