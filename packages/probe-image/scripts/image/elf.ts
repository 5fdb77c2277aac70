/** What a program says of the machine and of the files that it wants. */
export interface ElfFacts {
	/** `e_machine` */
	readonly machine: number;
	/** Path of the dynamic loader; absent for a library and for a static program. */
	readonly interpreter?: string;
	/** Names of the libraries that it loads. */
	readonly needed: readonly string[];
}

const segment = { load: 1, dynamic: 2, interpreter: 3 } as const;
const tag = { end: 0n, needed: 1n, stringTable: 5n } as const;

/**
 * Reads a 64-bit little-endian program or library: `ldd` runs only those of this machine.
 *
 * Source: System V gABI, chapters 4 (header) and 5 (program header, dynamic section)
 *
 * @throws RangeError what is none
 */
export function readElf(file: Buffer): ElfFacts {
	if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1)
		throw new RangeError("no 64-bit little-endian ELF");
	const at = Number(file.readBigUInt64LE(32));
	const size = file.readUInt16LE(54);
	const headers = Array.from({ length: file.readUInt16LE(56) }, (_, index) => {
		const header = file.subarray(at + index * size, at + (index + 1) * size);
		return {
			type: header.readUInt32LE(0),
			offset: Number(header.readBigUInt64LE(8)),
			address: Number(header.readBigUInt64LE(16)),
			length: Number(header.readBigUInt64LE(32)),
		};
	});
	const text = (offset: number) => file.toString("latin1", offset, file.indexOf(0, offset));
	const interpreter = headers.find(({ type }) => type === segment.interpreter);
	const dynamic = headers.find(({ type }) => type === segment.dynamic);
	const entries: [bigint, number][] = [];
	for (
		let from = dynamic?.offset ?? 0;
		dynamic !== undefined && from < dynamic.offset + dynamic.length;
		from += 16
	) {
		const kind = file.readBigInt64LE(from);
		if (kind === tag.end) break;
		entries.push([kind, Number(file.readBigUInt64LE(from + 8))]);
	}
	const table = entries.find(([kind]) => kind === tag.stringTable)?.[1] ?? 0;
	// The section names an address; the file has it where its segment is.
	const home = headers.find(
		({ type, address, length }) => type === segment.load && address <= table && table < address + length,
	);
	const strings = table - (home?.address ?? 0) + (home?.offset ?? 0);
	return {
		machine: file.readUInt16LE(18),
		...(interpreter === undefined ? {} : { interpreter: text(interpreter.offset) }),
		needed: entries.filter(([kind]) => kind === tag.needed).map(([, offset]) => text(strings + offset)),
	};
}
