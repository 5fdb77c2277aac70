/** What a fresh pod found, small enough for its termination message. */
export interface VerificationResult {
	readonly kind: "VerificationResult";
	/** Nameservers of the pod's resolv.conf, where they are not those that were wanted; nothing was asked then. */
	readonly misdirectedTo?: readonly string[];
	readonly asked: number;
	readonly same: number;
	readonly notComparable: number;
	readonly failed: number;
	/** The first of them, each in words; fewer than `failed` where there was no room. */
	readonly failures: readonly string[];
}

/** The kubelet cuts a container's message behind this (kubernetes/kubernetes: pkg/kubelet/container, MaxContainerTerminationMessageLength). */
const mostBytes = 4096;
/** A question's text holds a name of 253 characters at most and what was expected of it. */
const longestFailure = 400;

/** One line of JSON that the kubelet does not cut: characters outside of ASCII are escaped, so that bytes are characters. */
export function printVerificationResult(result: VerificationResult): string {
	const failures: string[] = [];
	let text = print({ ...result, failures });
	for (const failure of result.failures) {
		failures.push(failure.length > longestFailure ? `${failure.slice(0, longestFailure)}…` : failure);
		const longer = print({ ...result, failures });
		if (longer.length > mostBytes) break;
		text = longer;
	}
	return text;
}

const print = (result: VerificationResult): string =>
	JSON.stringify(result).replaceAll(
		/[^\x20-\x7e]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);

/** Reads what a pod left; undefined for anything else, such as the last words of a program that broke. */
export function parseVerificationResult(text: string): VerificationResult | undefined {
	try {
		const read = JSON.parse(text) as Partial<VerificationResult> | null;
		const { kind, asked, same, notComparable, failed, failures } = read ?? {};
		const isWhole =
			kind === "VerificationResult" &&
			[asked, same, notComparable, failed].every(Number.isSafeInteger) &&
			Array.isArray(failures);
		return isWhole ? (read as VerificationResult) : undefined;
	} catch {
		return undefined;
	}
}
