import { createWriteStream, fstatSync } from "node:fs";
import { Socket } from "node:net";
import type { Writable } from "node:stream";

/**
 * Standard output that never blocks the event loop: Node writes to `process.stdout` synchronously where it is
 * a pipe, so a reader that stalls would make the probe late.
 */
export function openOutput(fd: number): Writable {
	const kind = fstatSync(fd);
	if (kind.isFIFO() || kind.isSocket()) return new Socket({ fd, readable: false, writable: true });
	return createWriteStream("", { fd });
}
