import { LocaldnsError } from "@localdns/core";

/** Of a bench that was ended before its end. */
export const cutOffOf = (by: LocaldnsError): LocaldnsError =>
	new LocaldnsError("LDNS326", "the measurement was cut off, and what was read until then is judged", {
		reason: [by.message, by.reason].filter((text) => text !== undefined).join(": "),
		hint: by.hint,
		cause: by,
	});

/**
 * The same error, and what of the bench is still in the cluster.
 *
 * @param left in few words each, such as `probes in namespace localdns-bench`
 * @param cleanup the command that removes it
 */
export function withLeft(error: LocaldnsError, left: readonly string[], cleanup: string): LocaldnsError {
	if (left.length === 0) return error;
	const { code, message, reason } = error;
	return new LocaldnsError(code, `${message}; left in the cluster: ${left.join(", ")}`, {
		...(reason === undefined ? {} : { reason }),
		hint: cleanup,
		cause: error,
	});
}
