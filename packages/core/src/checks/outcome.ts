import type { Reading } from "../cluster/reading.ts";
import type { Outcome } from "./check.ts";

/** All is well. */
export const ok = (text: string): Outcome => ({ is: "ok", text });

/** It is not. */
export const bad = (
	text: string,
	more: Omit<Extract<Outcome, { is: "bad" }>, "is" | "text"> = {},
): Outcome => ({
	is: "bad",
	text,
	...more,
});

/** Does not arise. */
export const skipped = (because: string): Outcome => ({ is: "skipped", because });

type Values<R> = { readonly [K in keyof R]: R[K] extends Reading<infer T> ? T : never };

/** Judges from several facts at once; where one of them could not be read, the answer is that nobody knows. */
export function fromFacts<R extends Readonly<Record<string, Reading<unknown>>>>(
	readings: R,
	judge: (facts: Values<R>) => Outcome,
): Outcome {
	const facts: [string, unknown][] = [];
	for (const [name, reading] of Object.entries(readings)) {
		if (!reading.known) return { is: "unknown", because: reading.because };
		facts.push([name, reading.value]);
	}
	return judge(Object.fromEntries(facts) as Values<R>);
}

const shown = 5;

/** Names in a sentence; of many only the first. */
export function names(all: readonly string[]): string {
	const some = all.slice(0, shown).join(", ");
	return all.length > shown ? `${some} and ${all.length - shown} more` : some;
}

/** A number and its noun. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
	`${number} ${number === 1 ? noun : plural}`;
