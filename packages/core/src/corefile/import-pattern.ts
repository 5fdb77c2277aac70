/** What makes a path a pattern to Go's filepath.Glob; `]` alone is a plain character. */
export const isPattern = (path: string): boolean => /[*?[\\]/.test(path);

/**
 * Whether CoreDNS takes a pattern for too much work: it takes one `*` and one `?` in the whole path, and no pair of
 * brackets (coredns/caddy: caddyfile/parse.go).
 */
export function hasManyWildcards(path: string): boolean {
	const count = (character: string): number => path.split(character).length - 1;
	return count("*") > 1 || count("?") > 1 || (path.includes("[") && path.includes("]"));
}

/** A stretch of a pattern without `*`, and whether one stands before it. */
interface Chunk {
	readonly star: boolean;
	readonly text: string;
}

function chunksOf(pattern: string): readonly Chunk[] {
	const chunks: Chunk[] = [];
	for (const [, star = "", text = ""] of pattern.matchAll(/(\**)((?:\\.|\\$|[^*\\])*)/gsu)) {
		if (star !== "" || text !== "") chunks.push({ star: star !== "", text });
	}
	return chunks;
}

/**
 * Whether a pattern matches a whole name; undefined where it is malformed as far as it was looked at: what follows
 * the first difference goes unread (Go's filepath.Match). `*` is any characters but a slash, `?` is one, a backslash
 * takes the meaning from the next character, and a bracket that is never closed has none.
 */
export function matches(pattern: string, name: string): boolean | undefined {
	const chunks = chunksOf(pattern);
	let rest = name;
	for (const [index, { star, text }] of chunks.entries()) {
		if (star && text === "") return !rest.includes("/");
		const last = index === chunks.length - 1;
		const found = place(text, rest, star, last);
		if (typeof found !== "string") return found;
		rest = found;
	}
	return rest === "";
}

/** What of a name follows a chunk; false where it is not there, undefined where the chunk is malformed. */
function place(chunk: string, name: string, star: boolean, last: boolean): string | false | undefined {
	let found = after(chunk, name);
	if (typeof found === "string" && (found === "" || !last)) return found;
	for (let at = 0; star && found !== undefined && at < name.length && name[at] !== "/"; at += 1) {
		found = after(chunk, name.slice(at + 1));
		if (typeof found === "string" && (found === "" || !last)) return found;
	}
	return found === undefined ? undefined : false;
}

/** What of a name follows a chunk at its very beginning. A chunk is read to its end even when it differs already. */
function after(chunk: string, name: string): string | false | undefined {
	let at = 0;
	let differs = false;
	for (const [piece] of chunk.matchAll(/\\.|./gsu)) {
		if (piece === "[" || piece === "\\") return undefined;
		const character = String.fromCodePoint(name.codePointAt(at) ?? 0);
		const wanted = piece.startsWith("\\") ? piece.slice(1) : piece;
		differs ||= at >= name.length || (piece === "?" ? character === "/" : character !== wanted);
		at += character.length;
	}
	return differs ? false : name.slice(at);
}
