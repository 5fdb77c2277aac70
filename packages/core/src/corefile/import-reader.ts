/** A file that an `import` brought in. */
export interface ImportedFile {
	/** What error messages call it, and what its own imports are relative to. */
	readonly file: string;
	readonly text: string;
}

/**
 * What an `import` stands for.
 * `ok: true` with no files is a wildcard that matches nothing, which CoreDNS accepts with a warning.
 */
export type ImportAnswer =
	| { readonly ok: true; readonly files: readonly ImportedFile[] }
	| { readonly ok: false; readonly reason: string };

/**
 * Reads what `import PATTERN` names.
 *
 * @param pattern a path or a pattern with one wildcard, environment variables filled in
 * @param from the file that the `import` stands in
 */
export type ImportReader = (pattern: string, from: string) => ImportAnswer;
