/**
 * How a probe in a cluster hands over what it saw: its log, one line of JSON for each chunk. A log may be cut anywhere,
 * be read twice or lose its beginning to rotation, so each line stands for itself: it is numbered, carries a sum over
 * its content, and is short enough that no container runtime splits it (16 KiB: containerd, Docker).
 */

/** The first line, as soon as the probe waits for its start; says that image and program are there. */
export interface ProbeReady {
	kind: "ready";
	run: string;
	node: string;
	nodeVersion: string;
	/** The node's clock, ms since 1970. */
	atEpochMs: number;
}

/** A stretch of what the probe writes: whole lines of NDJSON (`ProbeRecord`), compressed. */
export interface ProbeChunk {
	kind: "chunk";
	run: string;
	node: string;
	/** Counted from 0 without a gap. */
	number: number;
	/** Records in it. */
	records: number;
	/** Of the uncompressed text, lower-case hex. */
	sha256: string;
	/** base64 of the gzipped text. */
	data: string;
	/** On the one that holds the summary: nothing follows it. */
	last?: true;
}

/** Longest line of a chunk, bytes. */
export const longestChunkLine = 15_000;
