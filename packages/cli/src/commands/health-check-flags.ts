import { LocaldnsError } from "@localdns/core";
import { type AlarmRule, parseAlarm, parseSlo, type Slo } from "@localdns/core/health";
import { problemOfUrl } from "../use-cases/health-check/deliver.ts";
import { defaultNames } from "../use-cases/health-check/schedule.ts";

/** Flags of what is checked, of a run and of what repeats it. */
export interface CheckFlags {
	readonly slo: string;
	readonly alarm: string;
	readonly duration: number;
	readonly rate?: number | undefined;
	readonly nodes?: string | undefined;
	readonly name?: readonly string[] | undefined;
	readonly pushgateway?: string | undefined;
	readonly webhook?: string | undefined;
	readonly nodeImage?: string | undefined;
	readonly namespace: string;
}

export interface CheckChoice {
	readonly slo: Slo;
	readonly alarm: AlarmRule;
	readonly names: readonly string[];
}

const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const serviceName = new RegExp(`^${label}(\\.${label}){0,8}\\.?$`);
const namespaceName = new RegExp(`^${label}$`);

/** @throws LocaldnsError LDNS101, LDNS760 */
export function readCheckFlags(flags: CheckFlags, help: string): CheckChoice {
	const wrong = (what: string): LocaldnsError =>
		new LocaldnsError("LDNS101", `health-check: ${what}`, { hint: help });
	if (!namespaceName.test(flags.namespace)) throw wrong(`${flags.namespace} is no name of a namespace`);
	const parsed = parseSlo(flags.slo);
	if (!parsed.ok)
		throw new LocaldnsError("LDNS760", `--slo ${flags.slo}: ${parsed.error.text}`, {
			hint: parsed.error.hint,
		});
	const alarm = parseAlarm(flags.alarm);
	if (alarm === undefined) throw wrong(`--alarm ${flags.alarm}: m/n is expected, such as 3/5, n at most 20`);
	const names = flags.name ?? defaultNames;
	const odd = names.find((name) => !serviceName.test(name));
	if (odd !== undefined) throw wrong(`--name ${odd} is no name of a Service, such as db.shop`);
	for (const [flag, url] of [
		["--pushgateway", flags.pushgateway],
		["--webhook", flags.webhook],
	] as const) {
		const problem = url === undefined ? undefined : problemOfUrl(url);
		if (problem !== undefined) throw wrong(`${flag} ${problem}`);
	}
	return { slo: parsed.slo, alarm, names };
}
