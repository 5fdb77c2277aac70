import { formatDuration, parseDuration } from "../units/duration.ts";
import { formatPercentage, parsePercentage } from "../units/percentage.ts";

/**
 * One line of an SLO, as a share of resolutions that may be bad: failed for `failures`, failed or slower than `limitMs`
 * for a quantile. That the 99th percentile is at most 50 ms says the same as that at most 1 % are slower than 50 ms.
 */
export interface Objective {
	/** `failures`, or a quantile: `p50`, `p90`, `p95`, `p99`, `p99.9`. */
	readonly name: string;
	/** Share that may be bad, between 0 and 1. */
	readonly share: number;
	/** Of a quantile, ms. */
	readonly limitMs?: number;
}

/** What is promised: failures first, quantiles in ascending order, each once. */
export type Slo = readonly Objective[];

/** A text that is no SLO, and what to write instead. */
export interface SloProblem {
	readonly text: string;
	readonly hint: string;
}

/** What came of reading an SLO. */
export type ParsedSlo =
	| { readonly ok: true; readonly slo: Slo }
	| { readonly ok: false; readonly error: SloProblem };

/** Quantiles that may be promised, with the share beyond them. */
const quantiles: ReadonlyMap<string, number> = new Map([
	["p50", 0.5],
	["p90", 0.1],
	["p95", 0.05],
	["p99", 0.01],
	["p99.9", 0.001],
]);

/** What a check asks for where nothing else is said. */
export const defaultSlo = "failures=0.5%,p99=50ms";
/** Of one stub timeout: an answer after it counts as failed, so no quantile can be promised beyond it. */
export const deadlineMs = 5000;
/** Promises below this take 40,000 resolutions without one failure, which no short run has. */
const smallestShare = 0.0001;

/**
 * Reads `failures=0.5%,p99=50ms`: parts in any order, spaces allowed around commas.
 *
 * Grammar: `part ("," part)*`, part = `failures=` percentage | (`p50`|`p90`|`p95`|`p99`|`p99.9`) `=` duration.
 */
export function parseSlo(text: string): ParsedSlo {
	const objectives: Objective[] = [];
	for (const part of text.split(",").map((each) => each.trim())) {
		const [name = "", value = "", ...more] = part.split("=").map((each) => each.trim());
		if (part === "" || value === "" || more.length > 0) {
			return wrong(part === "" ? "a part is empty" : `${part} is not NAME=VALUE`, defaultSlo);
		}
		const read = name === "failures" ? readFailures(value) : readQuantile(name, value);
		if ("error" in read) return { ok: false, error: read.error };
		if (objectives.some((each) => each.name === name)) return wrong(`${name} stands in it twice`, defaultSlo);
		objectives.push(read);
	}
	return { ok: true, slo: objectives.toSorted((a, b) => rank(a) - rank(b)) };
}

/** The form that `parseSlo` reads back. */
export const formatSlo = (slo: Slo): string =>
	slo
		.map(({ name, share, limitMs }) =>
			limitMs === undefined ? `${name}=${formatPercentage(share)}` : `${name}=${formatDuration(limitMs)}`,
		)
		.join(",");

const rank = ({ name, share }: Objective): number => (name === "failures" ? -1 : 1 - share);

type Read = Objective | { readonly error: SloProblem };

const wrong = (text: string, hint: string): { readonly ok: false; readonly error: SloProblem } => ({
	ok: false,
	error: { text, hint: `--slo ${hint}` },
});

function readFailures(value: string): Read {
	const share = parsePercentage(value);
	if (share === undefined)
		return wrong(
			`failures=${value} is no percentage`,
			`failures=${/^\d+(\.\d+)?$/.test(value) ? `${value}%` : "0.5%"}`,
		);
	if (share < smallestShare)
		return wrong(
			`failures=${value} can never be shown to be met: less than 0.01 % is beyond a check`,
			"failures=0.1%",
		);
	if (share >= 0.5) return wrong(`failures=${value} promises nothing`, "failures=0.5%");
	return { name: "failures", share };
}

function readQuantile(name: string, value: string): Read {
	const share = quantiles.get(name);
	if (share === undefined)
		return wrong(
			`${name} is nothing that can be promised; failures, ${[...quantiles.keys()].join(", ")} are`,
			defaultSlo,
		);
	const limitMs = parseDuration(value);
	if (limitMs === undefined)
		return wrong(
			`${name}=${value} is no duration`,
			`${name}=${/^\d+(\.\d+)?$/.test(value) ? `${value}ms` : "50ms"}`,
		);
	if (limitMs <= 0 || limitMs >= deadlineMs)
		return wrong(
			`${name}=${value}: a limit lies between 0 and 5s, after which a resolution counts as failed`,
			`${name}=50ms`,
		);
	return { name, share, limitMs };
}
