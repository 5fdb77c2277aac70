// C0 and C1 controls, and the marks that turn the direction of text around.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A copy of `value` in which no string can steer the terminal. Run files come from elsewhere, and a
 * name in one may hold escape sequences.
 */
export function printable<T>(value: T): T {
	if (typeof value === "string") return value.replace(unprintable, "\ufffd") as T;
	if (Array.isArray(value)) return value.map(printable) as T;
	if (typeof value === "object" && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, printable(item)])) as T;
	}
	return value;
}
