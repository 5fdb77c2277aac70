import { LocaldnsError } from "../errors.ts";

/**
 * A whole number that CoreDNS accepts, from `least` to `most` inclusive.
 *
 * @throws LocaldnsError LDNS405
 */
export function wholeNumber(
	what: string,
	value: number,
	least: number,
	most = Number.MAX_SAFE_INTEGER,
): number {
	if (Number.isInteger(value) && value >= least && value <= most) return value;
	const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
	throw new LocaldnsError("LDNS405", `${what}: read ${value}; CoreDNS takes a whole number ${range}`);
}
