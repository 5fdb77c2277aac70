type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Values to a piece: small enough that a run of a minute does not pay for one of an hour. */
const pieceLength = 1 << 16;

/** A typed column of unknown length. It grows piece by piece: doubling would hold three times the memory for a moment. */
export class GrowingColumn<T extends Column> {
	readonly #make: new (
		length: number,
	) => T;
	#pieces: T[] = [];
	#last: T | undefined;
	/** Values in the last piece. */
	#filled = pieceLength;

	constructor(make: new (length: number) => T) {
		this.#make = make;
	}

	get length(): number {
		return this.#last === undefined ? 0 : (this.#pieces.length - 1) * pieceLength + this.#filled;
	}

	push(value: number): void {
		if (this.#filled === pieceLength) {
			this.#last = new this.#make(pieceLength);
			this.#pieces.push(this.#last);
			this.#filled = 0;
		}
		(this.#last as T)[this.#filled++] = value;
	}

	/** All values in one array; the pieces are given up. */
	whole(): T {
		const { length } = this;
		const all = new this.#make(length);
		this.#pieces.forEach((piece, index) => {
			const start = index * pieceLength;
			all.set(piece.subarray(0, Math.min(pieceLength, length - start)) as never, start);
		});
		this.#pieces = [];
		this.#last = undefined;
		this.#filled = pieceLength;
		return all;
	}
}
