import { LocaldnsError, parseDuration } from "@localdns/core";
import { rateCeiling, type StubProfile, stubProfiles } from "@localdns/core/measure";
import { type Blackout, type LinkSpec, parseBlackout, parseLinkSpec } from "@localdns/lab";
import { type ArmSettings, parseArms } from "./arms.ts";

/** Flags of `bench --lab` as commander hands them over. */
export interface BenchFlags {
	arms: string;
	link: string;
	blackout?: string[] | undefined;
	duration?: string | undefined;
	rate: string;
	quick?: true | undefined;
	stub: string;
	seed?: string | undefined;
	coredns?: string | undefined;
}

export interface BenchSettings {
	arms: ArmSettings[];
	/** As written, for the report. */
	linkText: string;
	link: LinkSpec;
	blackouts: Blackout[];
	durationMs: number;
	/** Resolutions per second per arm and workload. */
	rate: number;
	stubProfile: StubProfile;
	seed: number;
	coredns: string | undefined;
}

/** A bench of less than this has too few blocks for any verdict; of more, it is no lab run. */
const shortestMs = 5_000;
const longestMs = 3_600_000;

const wrong = (flag: string, read: string, allowed: string): LocaldnsError =>
	new LocaldnsError("LDNS101", `${flag}: read ${JSON.stringify(read)}; allowed is ${allowed}`, {
		hint: "localdns bench --help",
	});

/**
 * Reads every flag before anything is started.
 * @throws LocaldnsError LDNS101 that names the flag, what was read and what is allowed
 */
export function parseBenchFlags(flags: BenchFlags, drawSeed: () => number): BenchSettings {
	const durationMs = parseLength(flags);
	const blackouts = (flags.blackout ?? []).map((text) => parseBlackout(text));
	for (const [index, blackout] of blackouts.entries()) {
		if (blackout.startMs + blackout.durationMs > durationMs) {
			throw wrong(
				"--blackout",
				flags.blackout?.[index] ?? "",
				`one that ends within the ${durationMs / 1000} s measured`,
			);
		}
	}
	return {
		arms: parseArms(flags.arms),
		linkText: flags.link,
		link: parseLinkSpec(flags.link),
		blackouts,
		durationMs,
		rate: parseRate(flags.rate),
		stubProfile: parseStub(flags.stub),
		seed: flags.seed === undefined ? drawSeed() : parseSeed(flags.seed),
		coredns: flags.coredns,
	};
}

function parseLength(flags: BenchFlags): number {
	if (flags.duration === undefined) return flags.quick === true ? 45_000 : 120_000;
	const parsed = parseDuration(flags.duration);
	if (parsed === undefined || parsed < shortestMs || parsed > longestMs) {
		throw wrong("--duration", flags.duration, "a time with its unit from 5s to 1h, such as 90s or 2m");
	}
	return parsed;
}

function parseRate(text: string): number {
	const rate = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
	if (!(rate >= 0.1 && rate <= rateCeiling)) {
		throw wrong(
			"--rate",
			text,
			`a number from 0.1 to ${rateCeiling} resolutions per second (for load tests take dnsperf)`,
		);
	}
	return rate;
}

function parseStub(text: string): StubProfile {
	const found = stubProfiles.find((profile) => profile === text);
	if (found === undefined) throw wrong("--stub", text, stubProfiles.join(", "));
	return found;
}

export function parseSeed(text: string): number {
	const seed = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (!Number.isSafeInteger(seed)) throw wrong("--seed", text, "a whole number from 0 to 9007199254740991");
	return seed;
}
