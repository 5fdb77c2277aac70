import { type BenchReport, type BenchRun, parseRun } from "@localdns/core/report";
import { readText } from "./files.ts";

/** @throws LocaldnsError LDNS104 unreadable, LDNS105 foreign or damaged */
export async function readRun(path: string): Promise<BenchReport | BenchRun> {
	const parsed = parseRun(await readText(path), path);
	if (!parsed.ok) throw parsed.error;
	return parsed.run;
}
