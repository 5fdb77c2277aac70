import type { Random } from "@localdns/core/measure";
import { pieces } from "./corefile-generator.ts";

const encoded = pieces.map((piece) => Buffer.from(piece));

/** A few random changes to bytes: cut, doubled, swapped, replaced, crossed with another, meaningful pieces put in. */
export function mutate(original: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
	let bytes = Buffer.from(original);
	const changes = 1 + random.int(4);
	for (let change = 0; change < changes; change += 1) bytes = once(bytes, other, random);
	return bytes;
}

function once(bytes: Buffer, other: Uint8Array, random: Random): Buffer<ArrayBuffer> {
	const at = random.int(bytes.length + 1);
	const length = Math.min(bytes.length - at, 1 + random.int(random.next() < 0.7 ? 4 : 60));
	const [before, middle, after] = [
		bytes.subarray(0, at),
		bytes.subarray(at, at + length),
		bytes.subarray(at + length),
	];
	switch (random.int(8)) {
		case 0:
			return Buffer.concat([before, after]);
		case 1:
			return Buffer.concat([before, middle, middle, after]);
		case 2:
			return Buffer.concat([before, after, middle]);
		case 3:
			return Buffer.concat([before, Buffer.from([random.int(256)]), after.subarray(0)]);
		case 4:
			return Buffer.concat([before, other.subarray(random.int(other.length + 1))]);
		case 5:
			return Buffer.concat([before, Buffer.from([0x80 + random.int(128)]), middle, after]);
		default:
			return Buffer.concat([before, encoded[random.int(encoded.length)] as Buffer, middle, after]);
	}
}
