/** Words of a command line and what could not be read in it. */
export interface Words {
	readonly words: readonly string[];
	/** A variable that is named but not known here. */
	readonly unknown: string | undefined;
}

/**
 * Splits a command line as systemd does: single and double quotes, backslash escapes in both, `$NAME` alone in a word
 * becomes words, `${NAME}` becomes part of one, `$$` and `%%` are literal. An unset variable is empty there; here it is
 * reported, because another unit file may set it. Source: systemd.service(5), "Command lines".
 */
export function systemdWords(text: string, environment: ReadonlyMap<string, string>): Words {
	const words: string[] = [];
	let unknown: string | undefined;
	const valueOfVariable = (name: string): string => {
		const value = environment.get(name);
		if (value === undefined) unknown ??= name;
		return value ?? "";
	};
	for (const { word, quoted } of split(text, systemdEscapes, true)) {
		const alone = quoted ? null : /^\$([A-Za-z_]\w{0,200})$/.exec(word);
		if (alone !== null) {
			words.push(
				...valueOfVariable(alone[1] ?? "")
					.split(/\s+/)
					.filter((each) => each !== ""),
			);
			continue;
		}
		words.push(
			word
				.replace(/\$\$|\$\{([A-Za-z_]\w{0,200})\}/g, (whole, name: string | undefined) =>
					name === undefined ? whole.slice(1) : valueOfVariable(name),
				)
				.replaceAll("%%", "%"),
		);
	}
	return { words, unknown };
}

const systemdEscapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", s: " ", r: "\r" };

/** Splits as a POSIX shell does for what K3s' install script writes; no substitution. */
export function shellWords(text: string): string[] {
	return split(text, {}, false).map(({ word }) => word);
}

interface SplitWord {
	readonly word: string;
	readonly quoted: boolean;
}

/** @param everywhere whether a backslash escapes within single quotes too, as in systemd */
function split(text: string, escapes: Readonly<Record<string, string>>, everywhere: boolean): SplitWord[] {
	const words: SplitWord[] = [];
	let pieces: string[] | undefined;
	let anyQuote = false;
	let quote: string | undefined;
	for (let at = 0; at < text.length; at += 1) {
		const char = text[at] ?? "";
		if (char === "\\" && (everywhere || quote !== "'") && at + 1 < text.length) {
			at += 1;
			const next = text[at] ?? "";
			if (next === "\n") continue;
			pieces ??= [];
			pieces.push(escapes[next] ?? next);
		} else if (quote !== undefined) {
			if (char === quote) quote = undefined;
			else pieces?.push(char);
		} else if (char === '"' || char === "'") {
			quote = char;
			anyQuote = true;
			pieces ??= [];
		} else if (/\s/.test(char)) {
			if (pieces !== undefined) words.push({ word: pieces.join(""), quoted: anyQuote });
			pieces = undefined;
			anyQuote = false;
		} else {
			pieces ??= [];
			pieces.push(char);
		}
	}
	if (pieces !== undefined) words.push({ word: pieces.join(""), quoted: anyQuote });
	return words;
}
