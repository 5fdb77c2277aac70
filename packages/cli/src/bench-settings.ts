import type { StubProfile } from "@localdns/core/measure";
import {
	type Blackout,
	type LinkSpec,
	type Overlay,
	parseBlackout,
	parseLinkSpec,
	requireOverlayFor,
} from "@localdns/lab";
import { type ArmSettings, parseArms } from "./arms.ts";
import { parseLength, parseRate, parseSeed, parseStub, wrongFlag } from "./measurement-flags.ts";

/** Flags of `bench --lab` as commander hands them over. */
export interface BenchFlags {
	arms?: string | undefined;
	link?: string | undefined;
	overlay?: Overlay | undefined;
	blackout?: string[] | undefined;
	duration?: string | undefined;
	rate?: string | undefined;
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
	overlay: Overlay | undefined;
	blackouts: Blackout[];
	durationMs: number;
	/** Resolutions per second per arm and workload. */
	rate: number;
	stubProfile: StubProfile;
	seed: number;
	coredns: string | undefined;
}

/** What `bench --lab` does where nothing else is said. */
export const labDefaults = { arms: "direct,resilient", link: "lossy", rate: "5" } as const;

/**
 * Reads every flag before anything is started.
 * @throws LocaldnsError LDNS101 that names the flag, what was read and what is allowed
 */
export function parseBenchFlags(flags: BenchFlags, drawSeed: () => number): BenchSettings {
	const { arms = labDefaults.arms, link = labDefaults.link, rate = labDefaults.rate } = flags;
	const durationMs = parseLength(flags.duration) ?? (flags.quick === true ? 45_000 : 120_000);
	const blackouts = (flags.blackout ?? []).map((text) => parseBlackout(text));
	for (const [index, blackout] of blackouts.entries()) {
		if (blackout.startMs + blackout.durationMs > durationMs) {
			throw wrongFlag(
				"--blackout",
				flags.blackout?.[index] ?? "",
				`one that ends within the ${durationMs / 1000} s measured`,
			);
		}
	}
	const spec = parseLinkSpec(link);
	requireOverlayFor(spec, flags.overlay);
	return {
		arms: parseArms(arms),
		linkText: link,
		link: spec,
		overlay: flags.overlay,
		blackouts,
		durationMs,
		rate: parseRate(rate),
		stubProfile: parseStub(flags.stub),
		seed: flags.seed === undefined ? drawSeed() : parseSeed(flags.seed),
		coredns: flags.coredns,
	};
}
