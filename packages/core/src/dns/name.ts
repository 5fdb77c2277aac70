/** A label holds 63 octets, a name 255 with its length octets and the root (RFC 1035 section 2.3.4). */
const longestLabel = 63;
const longestName = 255;

/** Printable ASCII without the blank, the dot (a separator here) and the backslash (no escapes are read). */
const labelPattern = /^[!-[\]-~]+$/;

/**
 * The absolute form of a domain name: lower case, with the final dot. DNS compares names without case,
 * so two spellings of one name become one text.
 * @returns undefined where no query could carry the name: an empty label, one over 63 octets, a name
 * over 255 octets, or a character outside printable ASCII.
 */
export function absoluteName(text: string): string | undefined {
	if (text === ".") return ".";
	const labels = (text.endsWith(".") ? text.slice(0, -1) : text).toLowerCase().split(".");
	const fits = labels.every((label) => label.length <= longestLabel && labelPattern.test(label));
	const octets = labels.reduce((sum, label) => sum + 1 + label.length, 1);
	return fits && octets <= longestName ? `${labels.join(".")}.` : undefined;
}

/** Dots as a resolver counts them against `ndots`: every dot as written. */
export function countDots(name: string): number {
	return name.split(".").length - 1;
}
