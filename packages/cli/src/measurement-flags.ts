import { LocaldnsError, parseDuration } from "@localdns/core";
import { rateCeiling, type StubProfile, stubProfiles } from "@localdns/core/measure";

/** Values of flags that every measurement has, whether in the lab or in a cluster. All throw LDNS101. */

/** A bench of less than this has too few blocks for any verdict; of more, its pods would outlive a shift. */
const shortestMs = 5_000;
const longestMs = 3_600_000;

/** What was read and what is allowed. */
export const wrongFlag = (flag: string, read: string, allowed: string): LocaldnsError =>
	new LocaldnsError("LDNS101", `${flag}: read ${JSON.stringify(read)}; allowed is ${allowed}`, {
		hint: "localdns bench --help",
	});

/** ms; undefined where nothing was said. */
export function parseLength(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const parsed = parseDuration(text);
	if (parsed === undefined || parsed < shortestMs || parsed > longestMs) {
		throw wrongFlag("--duration", text, "a time with its unit from 5s to 1h, such as 90s or 2m");
	}
	return parsed;
}

/** Resolutions per second per arm and workload. */
export function parseRate(text: string): number {
	const rate = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
	if (!(rate >= 0.1 && rate <= rateCeiling)) {
		throw wrongFlag(
			"--rate",
			text,
			`a number from 0.1 to ${rateCeiling} resolutions per second (for load tests take dnsperf)`,
		);
	}
	return rate;
}

export function parseStub(text: string): StubProfile {
	const found = stubProfiles.find((profile) => profile === text);
	if (found === undefined) throw wrongFlag("--stub", text, stubProfiles.join(", "));
	return found;
}

export function parseSeed(text: string): number {
	const seed = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (!Number.isSafeInteger(seed))
		throw wrongFlag("--seed", text, "a whole number from 0 to 9007199254740991");
	return seed;
}
