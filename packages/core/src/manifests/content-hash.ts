const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/**
 * FNV-1a over code points, 64 bits, as 16 hexadecimal digits: tells one text from another where nobody means harm. In
 * a pod template it makes a changed Corefile roll the pods.
 */
export function contentHash(text: string): string {
	let hash = offset;
	for (const character of text) {
		hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) as number)) * prime);
	}
	return hash.toString(16).padStart(16, "0");
}
