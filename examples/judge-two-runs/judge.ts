// Compares two saved runs of `localdns bench --out` and lets a pipeline fail when the second is worse.
import { readFileSync } from "node:fs";
import { LocaldnsError } from "@localdns/core";
import { compareRuns } from "@localdns/core/measure";
import {
	hasSamples,
	type Interval,
	parseRun,
	pointsText,
	type StoredRun,
	timeText,
} from "@localdns/core/report";

const [before, after] = process.argv.slice(2);

function readRun(file: string): StoredRun {
	const parsed = parseRun(readFileSync(file, "utf8"), file);
	if (!parsed.ok) throw parsed.error;
	if (!hasSamples(parsed.run)) throw new LocaldnsError("LDNS105", `${file}: a report without its samples`);
	return parsed.run;
}

const within = ({ estimate, low, high }: Interval, text: (value: number) => string): string =>
	`${text(estimate)} (${text(low)} to ${text(high)})`;
const signedTime = (ms: number): string => `${ms < 0 ? "−" : "+"}${timeText(Math.abs(ms))}`;

function judge(before: string, after: string): number {
	const { workloads, comparable, reasons, verdict, headline } = compareRuns(
		readRun(before),
		readRun(after),
		"judge-two-runs",
	);
	for (const { name, subjects } of workloads) {
		for (const { after, failureRateDelta, p50DeltaMs, verdict } of subjects) {
			const median = p50DeltaMs === null ? "" : `, median ${within(p50DeltaMs, signedTime)}`;
			console.log(
				`${name} ${after.arm}: failures ${within(failureRateDelta, pointsText)}${median}: ${verdict}`,
			);
		}
	}
	console.log(headline);
	if (!comparable) console.error(reasons.join("\n"));
	return !comparable ? 3 : verdict === "worse" ? 1 : 0;
}

if (before === undefined || after === undefined) {
	console.error("usage: node judge.ts BEFORE.json AFTER.json");
	process.exitCode = 2;
} else {
	try {
		process.exitCode = judge(before, after);
	} catch (error) {
		if (!(error instanceof LocaldnsError)) throw error;
		console.error(`${error.code}: ${error.message}\n${error.reason ?? error.hint}`);
		process.exitCode = error.exitCode;
	}
}
