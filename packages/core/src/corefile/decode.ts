const replacement = 0xfffd;

/**
 * The text that CoreDNS reads from a file's bytes: UTF-8 as Go's utf8.DecodeRune has it, where every single
 * byte that does not fit becomes U+FFFD. WHATWG's TextDecoder makes one U+FFFD of several such bytes. The byte
 * order mark is kept.
 */
export function decodeCorefile(bytes: Uint8Array): string {
	const parts: string[] = [];
	let units: number[] = [];
	for (let at = 0; at < bytes.length; ) {
		const size = sequenceLength(bytes, at);
		units.push(...codeUnits(size === 0 ? replacement : codePoint(bytes, at, size)));
		at += size === 0 ? 1 : size;
		if (units.length >= 4096) {
			parts.push(String.fromCharCode(...units));
			units = [];
		}
	}
	parts.push(String.fromCharCode(...units));
	return parts.join("");
}

/** Bytes of the well-formed sequence that begins here (Unicode 15, table 3-7); 0 where none does. */
function sequenceLength(bytes: Uint8Array, at: number): 0 | 1 | 2 | 3 | 4 {
	const first = bytes[at] as number;
	if (first < 0x80) return 1;
	const size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
	if (size === 0) return 0;
	const second = bytes[at + 1] ?? 0;
	const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
	const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
	if (second < least || second > most) return 0;
	for (let index = 2; index < size; index += 1) {
		if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 0;
	}
	return size;
}

function codePoint(bytes: Uint8Array, at: number, size: 1 | 2 | 3 | 4): number {
	const first = bytes[at] as number;
	if (size === 1) return first;
	let value = first & (0x7f >> size);
	for (let index = 1; index < size; index += 1) value = (value << 6) | ((bytes[at + index] as number) & 0x3f);
	return value;
}

function codeUnits(value: number): number[] {
	if (value < 0x10000) return [value];
	return [0xd800 + ((value - 0x10000) >> 10), 0xdc00 + ((value - 0x10000) & 0x3ff)];
}
