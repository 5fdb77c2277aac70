import { chmod, copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findProgram } from "../../host/programs.ts";
import { run } from "../../process/run.ts";
import type { LayerName } from "./catalogue.ts";
import { nodeCacheLauncher } from "./node-cache-launcher.ts";

/** Programs that layers are made of. */
export interface LayerSources {
	coredns: Readonly<Record<"1.13.2" | "1.15.0", string>>;
}

/** Puts a layer's files into a folder. */
export async function fillLayer(layer: LayerName, root: string, sources: LayerSources): Promise<void> {
	await mkdir(root, { recursive: true, mode: 0o755 });
	if (layer === "base") await fillBase(root);
	else if (layer === "coredns-1.13.2") await withLibraries(sources.coredns["1.13.2"], root, "coredns");
	else if (layer === "coredns-1.15.0") await withLibraries(sources.coredns["1.15.0"], root, "coredns");
	else if (layer === "node") await withLibraries(process.execPath, root, "usr/local/bin/node");
	else await writeFile(join(root, "node-cache"), nodeCacheLauncher, { mode: 0o755 });
}

async function program(from: string, to: string): Promise<void> {
	await mkdir(dirname(to), { recursive: true });
	await copyFile(from, to);
	await chmod(to, 0o755);
}

/** busybox under all its names, and the few files that a user's name and a resolver want. */
async function fillBase(root: string): Promise<void> {
	const busybox = findProgram("busybox") as string;
	for (const folder of ["dev", "proc", "sys", "root"]) await mkdir(join(root, folder), { recursive: true });
	await mkdir(join(root, "tmp"), { recursive: true });
	await chmod(join(root, "tmp"), 0o1777);
	await withLibraries(busybox, root, "bin/busybox");
	const names = (await run("the shell image", [busybox, "--list"])).trim().split("\n");
	for (const name of names) if (name !== "busybox") await symlink("busybox", join(root, "bin", name));
	await mkdir(join(root, "etc"));
	await writeFile(
		join(root, "etc/passwd"),
		"root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n",
	);
	await writeFile(join(root, "etc/group"), "root:x:0:\nnogroup:x:65534:\n");
	await writeFile(join(root, "etc/nsswitch.conf"), "hosts: files dns\n");
}

/** A program with the shared libraries that it loads, if it is not a static one, as a CoreDNS from PATH need not be. */
async function withLibraries(from: string, root: string, to: string): Promise<void> {
	await program(from, join(root, to));
	const listed = await run(`the libraries of ${from}`, ["sh", "-c", 'ldd "$0" 2>/dev/null || :', from]);
	const libraries = [...listed.matchAll(/(?:=>\s+|^\s*)(\/\S+)\s+\(/gm)].map(([, path = ""]) => path);
	for (const library of libraries) await program(library, join(root, library));
}
