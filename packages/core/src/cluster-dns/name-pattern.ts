import { absoluteName } from "../dns/name.ts";

/** The names that a pattern can match, as a zone. */
export interface NamesOfPattern {
	/** The zone that its literal end spells; undefined where it has none. */
	readonly zone: string | undefined;
	/** Whether names outside that zone can match as well. */
	readonly beyond: boolean;
}

/**
 * Reads the literal end of a regular expression for names, as in `(.*)\.corp\.example\.$`. CoreDNS matches anywhere in
 * the name with its final dot, so only an end with `\.$` keeps to a zone.
 */
export function namesOfPattern(pattern: string): NamesOfPattern {
	const atEnd = pattern.endsWith("$") && !pattern.endsWith("\\$");
	const parts = (atEnd ? pattern.slice(0, -1) : pattern).split("\\.");
	const dotted = parts.at(-1) === "";
	if (dotted) parts.pop();
	const labels: string[] = [];
	// What stands before the first `\.` need not be a whole label.
	while (parts.length > 1 && literalLabel.test(parts.at(-1) ?? "")) labels.push(parts.pop() ?? "");
	const zone = absoluteName(labels.toReversed().join("."))?.slice(0, -1);
	return { zone, beyond: zone === undefined || !atEnd || !dotted || pattern.includes("|") };
}

const literalLabel = /^[a-z0-9_-]{1,63}$/i;
