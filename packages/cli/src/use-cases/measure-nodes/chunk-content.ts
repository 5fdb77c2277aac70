import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { ChunkContent } from "@localdns/core/measure";

const unzip = promisify(gunzip);
/** A chunk's line is at most 15 kB; no text of records is smaller by more than this when it is gzipped. */
const mostBytes = 16 * 1024 * 1024;

/** How chunks of a probe's log are opened and checked. */
export const chunkContent: ChunkContent = {
	sha256: (text) => createHash("sha256").update(text).digest("hex"),
	inflate: async (base64) =>
		(await unzip(Buffer.from(base64, "base64"), { maxOutputLength: mostBytes })).toString("utf8"),
};
