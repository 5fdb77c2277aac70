import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { defaultConfigPath, type K3sService, type NodeSnapshot } from "@localdns/core/k3s";
import { type NodeRoot, nodeRoot } from "../../node-files/root.ts";
import { observeNode } from "../../use-cases/node-config-observe.ts";
import { makePrivateFolder } from "./private-folder.ts";
import { fetchScript, putScript } from "./remote-scripts.ts";
import type { RemoteEnd, SshConnection } from "./ssh-connection.ts";
import { readTree, stepsBetween, type Tree } from "./tree-steps.ts";

/** A node's K3s files in a private folder of this machine. They hold tokens: `close` removes them. */
export interface FetchedNode {
	readonly root: NodeRoot;
	/** @throws LocaldnsError LDNS728 without a unit, and those of `observeNode` */
	observe(): { found: NodeSnapshot; service: K3sService };
	/**
	 * Makes the node's files what those of the folder have become since.
	 *
	 * @throws LocaldnsError LDNS506 the node's were changed meanwhile, LDNS512 not written; LDNS729 nobody knows
	 */
	send(): Promise<void>;
	/** An error in whose words this machine's folder is the node's. */
	asThere(error: LocaldnsError): LocaldnsError;
	close(): void;
}

/** @throws LocaldnsError LDNS728, and those of `observeNode` */
export async function fetchNode(connection: SshConnection, node: string): Promise<FetchedNode> {
	const first = await fetchAt(connection, node, defaultConfigPath);
	let configPath: string;
	try {
		configPath = first.observe().found.configPath;
	} catch (error) {
		first.close();
		throw error instanceof LocaldnsError ? first.asThere(error) : error;
	}
	if (configPath === defaultConfigPath) return first;
	first.close();
	return await fetchAt(connection, node, configPath);
}

/** Folders in use. A second Ctrl-C leaves at once, and tokens are not to stay behind. */
const folders = new Set<string>();
const removeAll = () => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};

async function fetchAt(connection: SshConnection, node: string, configPath: string): Promise<FetchedNode> {
	const fetched = await connection.ask(fetchScript, [configPath]);
	const end = fetched.indexOf("\n\n");
	const outer = makePrivateFolder();
	if (folders.size === 0) process.once("exit", removeAll);
	folders.add(outer);
	const close = () => {
		rmSync(outer, { recursive: true, force: true });
		folders.delete(outer);
		if (folders.size === 0) process.off("exit", removeAll);
	};
	try {
		const [folder, parcel] = [join(outer, "node"), join(outer, "parcel")];
		mkdirSync(folder);
		await tar(["-x", "-p", "--no-same-owner", "-f", "-", "-C", folder], node, fetched.subarray(end + 2));
		const root = nodeRoot(folder);
		let list = fetched.subarray(0, end).toString();
		let there = readTree(folder);
		return {
			root,
			close,
			asThere: (error) => asThere(error, folder, node),
			observe() {
				const found = observeNode(root, undefined);
				const { service } = found;
				if (service !== undefined) return { found, service };
				throw new LocaldnsError("LDNS728", `no unit of systemd or OpenRC starts K3s on ${node}`);
			},
			async send() {
				const now = readTree(folder);
				const steps = stepsBetween(there, now);
				if (steps.length === 0) return;
				mkdirSync(parcel);
				writeFileSync(join(parcel, "list"), list);
				writeFileSync(join(parcel, "sums"), sumsOf(list, there));
				const words = steps.flatMap(([kind, path, third], index) => {
					if (kind === "write") copyFileSync(join(folder, path), join(parcel, String(index)));
					return [kind, path, kind === "write" ? String(index) : third];
				});
				const input = await tar(["-c", "-f", "-", "-C", parcel, "."], node);
				rmSync(parcel, { recursive: true });
				const ended = await connection.run(putScript, [configPath, ...words], input);
				if (ended.code !== 0) throw notSent(node, ended);
				list = ended.stdout.toString().trimEnd();
				there = now;
			},
		};
	} catch (error) {
		close();
		throw error;
	}
}

function asThere(error: LocaldnsError, folder: string, node: string): LocaldnsError {
	const { code, message, reason, hint, cause } = error;
	const there = (text: string) => text.replaceAll(`${folder}/`, "/").replaceAll(folder, node);
	return new LocaldnsError(code, there(message), {
		...(reason === undefined ? {} : { reason: there(reason) }),
		hint: there(hint),
		cause,
	});
}

/** As sha256sum writes them, of the files in a list. */
const sumsOf = (list: string, tree: Tree): string =>
	list
		.split("\n")
		.flatMap((path) => {
			const leaf = tree.get(path);
			return leaf?.kind === "file" ? [`${leaf.digest}  ${path.slice(1)}\n`] : [];
		})
		.join("");

function notSent(node: string, ended: RemoteEnd): LocaldnsError {
	const reason = ended.complaint || `exit code ${ended.code}`;
	if (ended.code === 65) {
		return new LocaldnsError("LDNS506", `K3s' files on ${node} were changed while localdns was at work`, {
			hint: "localdns node-config plan, on that node",
		});
	}
	// 255 is ssh's own: it may have been cut off before anything, or after everything.
	if (ended.code === 66 || (!ended.began && ended.code !== 255 && ended.code !== undefined))
		return new LocaldnsError("LDNS512", `nothing could be written on ${node}`, { reason });
	return new LocaldnsError("LDNS729", `it is not known what was written on ${node}`, { reason });
}

/** Runs this machine's tar. */
async function tar(argv: readonly string[], node: string, input: Buffer = Buffer.alloc(0)): Promise<Buffer> {
	// So that macOS adds no files of its own.
	const child = spawn("tar", argv, { env: { ...process.env, COPYFILE_DISABLE: "1" } });
	const [output, complaint]: [Buffer[], Buffer[]] = [[], []];
	child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
	child.stderr.on("data", (chunk: Buffer) => complaint.push(chunk));
	child.stdin.on("error", () => {});
	child.stdin.end(input);
	const error = await new Promise<string | undefined>((resolve) => {
		child.once("error", ({ message }) => resolve(message));
		child.once("close", (code) => resolve(code === 0 ? undefined : Buffer.concat(complaint).toString()));
	});
	if (error === undefined) return Buffer.concat(output);
	throw new LocaldnsError("LDNS728", `tar failed with the files of ${node}`, {
		reason: error.trim(),
		hint: "tar --version",
	});
}
