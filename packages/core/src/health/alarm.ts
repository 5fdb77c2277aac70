import type { HealthVerdict } from "./judge-objective.ts";

/** An alarm takes this many breaches among the last runs that were judged. */
export interface AlarmRule {
	readonly breaches: number;
	readonly among: number;
}

/** What an alarm takes unless it is said: 3 breaches among 5. */
export const defaultAlarm: AlarmRule = { breaches: 3, among: 5 };
/** Verdicts that are kept for a rule. */
export const longestAlarm = 20;

/** Reads `3/5`. @returns undefined for anything else, and for a rule that can never be met */
export function parseAlarm(text: string): AlarmRule | undefined {
	const match = /^(\d{1,2})\/(\d{1,2})$/.exec(text);
	if (match === null) return undefined;
	const [breaches, among] = [Number(match[1]), Number(match[2])];
	return breaches >= 1 && breaches <= among && among <= longestAlarm ? { breaches, among } : undefined;
}

/** The form that `parseAlarm` reads back: `3/5`. */
export const formatAlarm = ({ breaches, among }: AlarmRule): string => `${breaches}/${among}`;

/**
 * Whether there is an alarm after the last of these verdicts. It is raised by enough breaches, and ends with as many runs
 * in a row without one: a state that goes to and fro is one alarm and not many.
 *
 * @param verdicts oldest first
 */
export function isAlarmed(
	verdicts: readonly HealthVerdict[],
	{ breaches, among }: AlarmRule,
	wasAlarmed: boolean,
): boolean {
	const breachesIn = (last: number): number =>
		verdicts.slice(-last).filter((verdict) => verdict === "breach").length;
	return breachesIn(among) >= breaches || (wasAlarmed && breachesIn(breaches) > 0);
}
