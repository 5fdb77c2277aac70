import { isUtf8 } from "node:buffer";
import { LocaldnsError } from "@localdns/core";

export type Decoded = { ok: true; text: string } | { ok: false; error: LocaldnsError };

/** Bytes as text that encodes to the same bytes again, byte order mark included. */
export function decodeUtf8(path: string, bytes: Buffer): Decoded {
	if (isUtf8(bytes)) return { ok: true, text: bytes.toString("utf8") };
	const [first, second] = bytes;
	if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
		const error = new LocaldnsError("LDNS509", `${path}:1:1: the file is UTF-16`, {
			reason: "localdns reads and writes UTF-8 only",
			hint: `iconv -f UTF-16 -t UTF-8 ${path}`,
		});
		return { ok: false, error };
	}
	const line = bytes.subarray(0, firstInvalid(bytes)).filter((byte) => byte === 0x0a).length + 1;
	const error = new LocaldnsError("LDNS508", `${path}:${line}: a byte that is no UTF-8`, {
		reason: "K3s would not start with this file",
		hint: `sed -n ${line}p ${path} | od -c`,
	});
	return { ok: false, error };
}

/** Offset before which everything is UTF-8, by halving. */
function firstInvalid(bytes: Buffer): number {
	let good = 0;
	let bad = bytes.length;
	while (bad - good > 1) {
		const middle = (good + bad) >> 1;
		// A character cut in two at the end is not yet wrong.
		const cut = [0, 1, 2, 3].some((less) => isUtf8(bytes.subarray(0, Math.max(0, middle - less))));
		if (cut) good = middle;
		else bad = middle;
	}
	return good;
}
