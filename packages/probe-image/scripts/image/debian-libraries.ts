import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, readlink, realpath, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type ElfFacts, readElf } from "./elf.ts";
import type { Platform } from "./platforms.ts";
import { tool } from "./tool.ts";

/** Packages with the libraries that Node's own builds load. */
const packages = ["libc6", "libgcc-s1", "libstdc++6"];
/** Where a Debian machine says where its packages come from; the first that is there. */
const sources = ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"];

/**
 * Fetches Debian's packages for every platform by this machine's own apt and its sources, checked by apt as always, in
 * a folder of their own: what is installed here plays no part and is not changed.
 *
 * @returns by platform the folder in which its packages are unpacked
 */
export async function fetchDebianLibraries(
	folder: string,
	platforms: readonly Platform[],
): Promise<Map<Platform, string>> {
	const list = sources.find((path) => existsSync(path));
	if (list === undefined)
		throw new Error("the libraries come from Debian: run this on Debian, or in a container of it");
	const state = join(folder, "apt");
	await mkdir(join(state, "lists/partial"), { recursive: true });
	await mkdir(join(state, "cache/archives/partial"), { recursive: true });
	await writeFile(join(state, "status"), "");
	const options = [
		`Dir::State=${state}`,
		`Dir::State::lists=${state}/lists`,
		`Dir::State::status=${state}/status`,
		`Dir::Cache=${state}/cache`,
		`Dir::Etc::sourcelist=${list}`,
		"Dir::Etc::sourceparts=/dev/null",
		"APT::Sandbox::User=",
		"Acquire::Languages=none",
		...platforms.map(({ architecture }) => `APT::Architectures::=${architecture}`),
	].flatMap((each) => ["-o", each]);
	await tool("apt-get", [...options, "-qq", "update"]);
	const unpacked = new Map<Platform, string>();
	for (const platform of platforms) {
		const { architecture } = platform;
		const place = join(folder, `debian-${architecture}`);
		await mkdir(place);
		const fetchAll = async (names: readonly string[]) => {
			const ofPlatform = names.map((name) => `${name}:${architecture}`);
			await tool("apt-get", [...options, "-qq", "download", ...ofPlatform], place);
			for (const file of (await readdir(place)).filter((name) => name.endsWith(".deb"))) {
				await tool("dpkg-deb", ["-x", join(place, file), place]);
				await rm(join(place, file));
			}
		};
		await fetchAll(packages);
		await fetchAll(await licenceHolders(place));
		unpacked.set(platform, place);
	}
	return unpacked;
}

/** Packages of the same source share one licence: their folder is a link to that of the one that holds it. */
async function licenceHolders(unpacked: string): Promise<string[]> {
	const links = packages.map((name) =>
		readlink(join(unpacked, "usr/share/doc", name)).catch(() => undefined),
	);
	return [...new Set((await Promise.all(links)).filter((link) => link !== undefined))];
}

/**
 * Copies the loader and every library that a program needs, and those that these need, with their licences.
 *
 * @throws Error a library that is in none of the packages, or that is for another machine
 */
export async function copyLibraries(
	program: string,
	from: string,
	root: string,
	platform: Platform,
): Promise<void> {
	const folders = ["lib", "usr/lib"].map((folder) => join(from, folder, platform.triplet));
	const wanted = [...(await factsOf(program, platform)).needed];
	const copied = new Set<string>();
	const { interpreter } = await factsOf(program, platform);
	if (interpreter !== undefined) {
		await copy(join(folders[0] as string, basename(interpreter)), join(root, interpreter));
		copied.add(basename(interpreter));
	}
	for (const name of wanted) {
		if (copied.has(name)) continue;
		copied.add(name);
		const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
		if (file === undefined)
			throw new Error(`no ${name} for ${platform.architecture} in ${packages.join(", ")}`);
		wanted.push(...(await factsOf(file, platform)).needed);
		await copy(file, join(root, "lib", platform.triplet, name));
	}
	for (const name of packages) {
		const licence = join("usr/share/doc", name, "copyright");
		await copy(join(from, licence), join(root, licence));
	}
}

async function factsOf(path: string, { machine, architecture }: Platform): Promise<ElfFacts> {
	const facts = readElf(await readFile(path));
	if (facts.machine !== machine) throw new Error(`${basename(path)} is not for ${architecture}`);
	return facts;
}

/** The file itself and not its link. */
async function copy(from: string, to: string): Promise<void> {
	await mkdir(dirname(to), { recursive: true });
	await copyFile(await realpath(from), to);
}
