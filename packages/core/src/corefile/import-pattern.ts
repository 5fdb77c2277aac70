/** What makes a path a pattern to Go's filepath.Glob; `]` alone is a plain character. */
export const isPattern = (path: string): boolean => /[*?[\\]/.test(path);

/**
 * Why CoreDNS refuses a pattern, or undefined: it takes one `*` and one `?` in the whole path, which keeps it
 * from walking a disk (coredns/caddy: caddyfile/parse.go), and Go wants no backslash at the end of a part.
 */
export function patternFault(path: string): string | undefined {
	const count = (character: string): number => path.split(character).length - 1;
	if (count("*") > 1 || count("?") > 1) return "more than one wildcard";
	if (/^(?:[^\\]|\\.)*?\\(?:\/|$)/su.test(path)) return "a backslash at the end of a name";
	const plain = path.replaceAll(/\\./gsu, "");
	if (plain.includes("[") || (path.includes("[") && path.includes("]")))
		return "brackets are no wildcard here";
	return undefined;
}

/** One part of a path as a test of names: `*` any characters, `?` one, a backslash takes the meaning from the next. */
export function nameTest(part: string): (name: string) => boolean {
	const source = part.replaceAll(/\\?./gsu, (piece) => {
		if (piece === "*") return "[^/]*";
		if (piece === "?") return "[^/]";
		const character = piece.length > 1 && piece.startsWith("\\") ? piece.slice(1) : piece;
		return character.replace(/[$()*+./?[\\\]^{|}]/, "\\$&");
	});
	const expression = new RegExp(`^${source}$`, "su");
	return (name) => expression.test(name);
}
