import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { constants, createGunzip, createGzip, type Gzip } from "node:zlib";
import { LocaldnsError } from "@localdns/core";
import type { Sample } from "@localdns/core/measure";

/** Samples of a run on disk, while they come in and until they are judged: a run of a thousand nodes has millions. */
export interface Spool {
	/** @throws LocaldnsError LDNS103 when the disk is full */
	add(samples: readonly Sample[]): Promise<void>;
	/** Has everything on disk that was added so far. @throws LocaldnsError LDNS103 when the disk is full */
	flush(): Promise<void>;
	/** Everything that was added so far, in the order in which it came; as often as it is asked for. Of what no longer fitted the disk, the part that did. */
	samples(): AsyncIterable<Sample>;
	/** Removes it. */
	close(): Promise<void>;
}

/** A stretch that was or is written without a pause; a part that is read is not written any more. */
interface Part {
	readonly path: string;
	readonly packed: Gzip;
	readonly written: Promise<void>;
}

/**
 * Makes an empty spool in the folder for temporary files. It goes with the process, however that ends, short of a kill.
 *
 * @throws LocaldnsError LDNS103 where that folder cannot be written to
 */
export async function openSpool(): Promise<Spool> {
	const folder = await mkdtemp(join(tmpdir(), "localdns-bench-")).catch((error: unknown) => {
		throw full(tmpdir(), error);
	});
	const removeNow = () => rmSync(folder, { recursive: true, force: true });
	process.once("exit", removeNow);
	const parts: Part[] = [];
	let open: Part | undefined;

	const begin = (): Part => {
		const path = join(folder, `${parts.length}.ndjson.gz`);
		const packed = createGzip({ level: constants.Z_BEST_SPEED });
		const file = createWriteStream(path, { mode: 0o600 });
		// One that fails ends the other.
		file.on("error", (error) => packed.destroy(error));
		packed.pipe(file);
		const part = { path, packed, written: finished(file) };
		part.written.catch(() => {});
		packed.on("error", () => {});
		parts.push(part);
		return part;
	};

	const endOpen = (): void => {
		open?.packed.end();
		open = undefined;
	};

	return {
		async add(samples) {
			if (samples.length === 0) return;
			open ??= begin();
			const { packed, written } = open;
			const text = samples.map((sample) => `${JSON.stringify(sample)}\n`).join("");
			if (packed.write(text)) return;
			await Promise.race([once(packed, "drain"), written]).catch((error: unknown) => {
				throw full(folder, error);
			});
		},
		async flush() {
			endOpen();
			await Promise.all(parts.map(({ written }) => written)).catch((error: unknown) => {
				throw full(folder, error);
			});
		},
		async *samples() {
			endOpen();
			for (const { path, written } of [...parts]) {
				const isWhole = await written.then(
					() => true,
					() => false,
				);
				// A disk that is full may not even take a new file.
				if (isWhole || existsSync(path)) yield* samplesOf(path, isWhole);
			}
		},
		async close() {
			process.off("exit", removeNow);
			open?.packed.destroy();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

const full = (folder: string, cause: unknown): LocaldnsError =>
	new LocaldnsError("LDNS103", `cannot keep the samples below ${folder}`, {
		reason: cause instanceof Error ? cause.message : String(cause),
		hint: "TMPDIR=/var/tmp localdns bench",
		cause,
	});

/** @param isWhole false: it ends somewhere, in the midst of a sample and of what gzip takes for a block */
async function* samplesOf(path: string, isWhole: boolean): AsyncGenerator<Sample> {
	const file = createReadStream(path, { highWaterMark: 1 << 18 });
	const finishFlush = isWhole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
	const unpacked = createGunzip({ chunkSize: 1 << 18, finishFlush });
	file.on("error", (error) => unpacked.destroy(error));
	file.pipe(unpacked).setEncoding("utf8");
	let begun = "";
	for await (const piece of unpacked as AsyncIterable<string>) {
		const lines = (begun + piece).split("\n");
		begun = lines.pop() ?? "";
		for (const line of lines) yield JSON.parse(line) as Sample;
	}
}
