import { LocaldnsError } from "@localdns/core";
import type { ExitCode } from "../exit-code.ts";
import { showError } from "../presentation/error-view.ts";

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

/** Of a removal that failed: what the cluster answers says nothing of what is still in it. */
export function stagedStays(error: unknown, namespace: string, cleanup: string): unknown {
	if (!(error instanceof LocaldnsError)) return error;
	const { code, message, reason } = error;
	const why = code === "LDNS335" ? [reason] : [message, reason];
	return new LocaldnsError(
		"LDNS335",
		code === "LDNS335" ? message : `the cache that was staged for a trial is still in namespace ${namespace}`,
		{ reason: why.filter((text) => text !== undefined).join(": "), hint: cleanup, cause: error },
	);
}

/**
 * Concludes a bench, and then says what went wrong with it, the gravest last: what was measured comes first, as it is
 * what may be lost. Where it cannot be written, nothing of that is left unsaid.
 *
 * @returns the exit code of the last error, or else that of the conclusion
 */
export async function endWith(
	conclude: () => Promise<ExitCode>,
	troubles: readonly LocaldnsError[],
	out: { write(text: string): unknown },
): Promise<number> {
	const end = await conclude().catch((error: unknown) => {
		if (troubles.length === 0 || !(error instanceof LocaldnsError)) throw error;
		return showError(error, out);
	});
	return troubles.map((error) => showError(error, out)).at(-1) ?? end;
}
