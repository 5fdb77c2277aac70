import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from "node:fs";
import { join, posix } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { shellWord } from "../shell-word.ts";
import { decodeUtf8 } from "./utf8.ts";

/** More links in a row than this and Linux gives up too (ELOOP). */
const mostLinks = 40;

/** Bytes. More is no configuration file. */
const largestFile = 16 * 1024 * 1024;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";
const isMissing = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(error));

interface FoundFile {
	readonly bytes: Buffer;
	readonly text: string;
}

/**
 * A file system below a folder, with paths as the node itself sees them: `/etc/rancher/k3s` below `--root /host` is
 * `/host/etc/rancher/k3s`. Links are followed as inside a chroot, so that none leads out.
 * Calls are synchronous on purpose: each step of a change has to be on disk before the next begins.
 */
export interface NodeRoot {
	readonly folder: string;
	/** Where a path really is on this host; its last part need not exist. @throws LocaldnsError LDNS104 */
	hostPath(path: string): string;
	/** Undefined for what is not there. @throws LocaldnsError LDNS104 unreadable, LDNS508 or LDNS509 no text */
	readFile(path: string): FoundFile | undefined;
	/** Names in a folder, sorted; undefined where there is none. @throws LocaldnsError LDNS104 */
	names(path: string): string[] | undefined;
	/** Of the thing itself or what it links to; undefined where there is none. @throws LocaldnsError LDNS104 */
	stats(path: string): Stats | undefined;
	/** Whether the last part of a path is a link. @throws LocaldnsError LDNS104 */
	isLink(path: string): boolean;
}

export function nodeRoot(folder: string): NodeRoot {
	const cannotRead = (path: string, error: unknown, reason?: string): LocaldnsError =>
		new LocaldnsError("LDNS104", `cannot read ${path}`, {
			reason: reason ?? (error instanceof Error ? error.message : String(error)),
			hint: `ls -ld ${shellWord(join(folder, path))}`,
			cause: error,
		});

	/** Parts of `path` with every link resolved. */
	const resolveLinks = (path: string): string => {
		const open = path.split("/").reverse();
		let resolved = "/";
		let links = 0;
		while (open.length > 0) {
			const part = open.pop() ?? "";
			if (part === "" || part === ".") continue;
			if (part === "..") {
				resolved = posix.dirname(resolved);
				continue;
			}
			const next = posix.join(resolved, part);
			const target = linkTarget(join(folder, next), path);
			if (target === undefined) {
				resolved = next;
				continue;
			}
			links += 1;
			if (links > mostLinks) throw cannotRead(path, undefined, "too many links");
			if (target.startsWith("/")) resolved = "/";
			open.push(...target.split("/").reverse());
		}
		return resolved;
	};

	const linkTarget = (hostPath: string, asked: string): string | undefined => {
		try {
			return lstatSync(hostPath).isSymbolicLink() ? readlinkSync(hostPath) : undefined;
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw cannotRead(asked, error);
		}
	};

	const hostPath = (path: string): string => join(folder, resolveLinks(path));

	const stats = (path: string): Stats | undefined => {
		try {
			return lstatSync(hostPath(path));
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw error instanceof LocaldnsError ? error : cannotRead(path, error);
		}
	};

	return {
		folder,
		hostPath,
		stats,
		readFile(path) {
			const found = stats(path);
			if (found === undefined) return undefined;
			// A pipe would be waited on for ever.
			if (!found.isFile())
				throw cannotRead(path, undefined, found.isDirectory() ? "it is a folder" : "it is no regular file");
			if (found.size > largestFile)
				throw cannotRead(path, undefined, `it has ${found.size} bytes, too many for a configuration file`);
			let bytes: Buffer;
			try {
				bytes = readFileSync(hostPath(path));
			} catch (error) {
				throw cannotRead(path, error);
			}
			const decoded = decodeUtf8(path, bytes);
			if (!decoded.ok) throw decoded.error;
			return { bytes, text: decoded.text };
		},
		isLink(path) {
			const within = join(hostPath(posix.dirname(path)), posix.basename(path));
			return linkTarget(within, path) !== undefined;
		},
		names(path) {
			if (stats(path) === undefined) return undefined;
			try {
				return readdirSync(hostPath(path)).sort();
			} catch (error) {
				throw cannotRead(path, error);
			}
		},
	};
}
