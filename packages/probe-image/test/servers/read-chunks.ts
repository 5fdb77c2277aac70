import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { ChunkReader, type ProbeChunk, type ProbeRecord } from "@localdns/core/measure";

/** Reads a log as a collector does. */
export async function readLines(lines: readonly string[]) {
	const reader = new ChunkReader({
		sha256: (content) => createHash("sha256").update(content).digest("hex"),
		inflate: async (base64) => gunzipSync(Buffer.from(base64, "base64")).toString("utf8"),
	});
	const records: ProbeRecord[] = [];
	for (const line of lines) records.push(...(await reader.take(line)));
	return { reader, records };
}

/** Waits for a probe's end and reads all that it wrote. */
export async function readChunks(child: ChildProcess) {
	const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
	const [out, complaints] = await Promise.all([text(child.stdout as never), text(child.stderr as never)]);
	const lines = `${out}${complaints}`.split("\n");
	const chunks = lines.flatMap((line): ProbeChunk[] =>
		line.startsWith('{"kind":"chunk"') ? [JSON.parse(line)] : [],
	);
	return { code: await exited, chunks, ...(await readLines(lines)) };
}
