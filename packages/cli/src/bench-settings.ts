import { LocaldnsError } from "@localdns/core";
import type { StubProfile } from "@localdns/core/measure";
import type { LikeRun } from "@localdns/core/report";
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
import type { LinkLike } from "./use-cases/link-like.ts";

/** Flags of `bench --lab` as commander hands them over. */
export interface BenchFlags {
	arms?: string | undefined;
	link?: string | undefined;
	overlay?: Overlay | undefined;
	blackout?: string[] | undefined;
	like?: string | undefined;
	likeNode?: string | undefined;
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
	/** The run that the link was taken from. */
	like: LikeRun | undefined;
	durationMs: number;
	/** Resolutions per second per arm and workload. */
	rate: number;
	stubProfile: StubProfile;
	seed: number;
	coredns: string | undefined;
}

/** What `bench --lab` does where nothing else is said. */
const labDefaults = { arms: "direct,resilient", link: "lossy", rate: "5" } as const;

/**
 * Reads every flag before anything is started.
 *
 * @param linkLike what `--like` stands for: its link, and its length unless another one is asked for
 * @throws LocaldnsError LDNS101 that names the flag, what was read and what is allowed
 */
export function parseBenchFlags(
	flags: BenchFlags,
	drawSeed: () => number,
	linkLike?: LinkLike,
): BenchSettings {
	refuseTwoLinks(flags);
	const { arms = labDefaults.arms, rate = labDefaults.rate } = flags;
	const link = linkLike?.spec ?? flags.link ?? labDefaults.link;
	const durationMs =
		parseLength(flags.duration) ?? (flags.quick === true ? 45_000 : (linkLike?.durationMs ?? 120_000));
	const blackouts =
		linkLike === undefined ? parseBlackouts(flags, durationMs) : within(linkLike.blackouts, durationMs);
	const spec = parseLinkSpec(link);
	requireOverlayFor(spec, flags.overlay);
	return {
		arms: parseArms(arms),
		linkText: link,
		link: spec,
		overlay: flags.overlay,
		blackouts,
		like: linkLike?.like,
		durationMs,
		rate: parseRate(rate),
		stubProfile: parseStub(flags.stub),
		seed: flags.seed === undefined ? drawSeed() : parseSeed(flags.seed),
		coredns: flags.coredns,
	};
}

/** A link is described or taken from a run. */
function refuseTwoLinks({ like, likeNode, link, blackout }: BenchFlags): void {
	const refuse = (what: string): never => {
		throw new LocaldnsError("LDNS101", what, { hint: "localdns bench --help" });
	};
	if (like === undefined) {
		if (likeNode !== undefined) refuse("--like-node says whose link of the run is meant; it needs --like");
		return;
	}
	if (link !== undefined) refuse("--like takes the link from a run; it does not go with --link");
	if (blackout !== undefined) refuse("--like takes blackouts from a run; it does not go with --blackout");
}

function parseBlackouts({ blackout: texts = [] }: BenchFlags, durationMs: number): Blackout[] {
	return texts.map((text) => {
		const blackout = parseBlackout(text);
		if (blackout.startMs + blackout.durationMs > durationMs) {
			throw wrongFlag("--blackout", text, `one that ends within the ${durationMs / 1000} s measured`);
		}
		return blackout;
	});
}

/** Those of a longer run that a shorter one has room for, the last cut where it ends. */
function within(blackouts: readonly Blackout[], durationMs: number): Blackout[] {
	return blackouts
		.filter(({ startMs }) => startMs < durationMs)
		.map(({ startMs, durationMs: lasting }) => ({
			startMs,
			durationMs: Math.min(lasting, durationMs - startMs),
		}));
}
