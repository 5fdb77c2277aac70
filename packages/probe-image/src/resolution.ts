import type { Outcome, ProbePlan, Sample, Slot, StubProfile } from "@localdns/core/measure";
import { Conversation } from "./conversation.ts";
import { Interrupted } from "./mailbox.ts";
import { glibcStub } from "./stub/glibc-stub.ts";
import { goStub } from "./stub/go-stub.ts";
import { muslStub } from "./stub/musl-stub.ts";
import { rawStub } from "./stub/raw-stub.ts";
import type { Stub, StubResult, StubSettings } from "./stub/stub.ts";
import { round } from "./udp-socket.ts";

const stubs: Record<StubProfile, Stub> = { glibc: glibcStub, musl: muslStub, go: goStub, raw: rawStub };

export interface Resolution {
	readonly sample: Promise<Sample>;
	/** Ends it now: as `aborted`, or as `timeout` where the deadline has passed already. */
	interrupt(): void;
}

/** Starts one resolution; the first packet has left when this returns. */
export function startResolution(
	plan: ProbePlan,
	slot: Slot,
	/** Clock of the planned instant, ms. */
	intendedAtMs: number,
	settings: StubSettings,
	onStray: () => void,
): Resolution {
	const conversation = new Conversation({ edns: plan.stubProfile === "go", onStray });
	const finish = async (): Promise<Sample> => {
		let result: StubResult | undefined;
		try {
			result = await stubs[plan.stubProfile](conversation, slot.name.name, settings);
		} catch (error) {
			if (!(error instanceof Interrupted)) throw error;
		} finally {
			conversation.close();
		}
		const beganAtMs = conversation.beganAtMs ?? intendedAtMs;
		const tookMs = (result?.atMs ?? performance.now()) - beganAtMs;
		const outcome = outcomeOf(result, slot.name.expect, tookMs, plan.deadlineMs);
		const usable = outcome === "ok" || outcome === "late";
		return {
			...sampleHead(plan, slot),
			latenessMs: round(beganAtMs - intendedAtMs),
			latencyMs: usable ? round(tookMs) : null,
			outcome,
			gaveUp: result !== undefined && result.kind !== "found" && !usable,
			addresses: result?.addresses ?? [],
			nxdomain: result?.kind === "nxdomain",
			attempts: conversation.attempts,
		};
	};
	return { sample: finish(), interrupt: () => conversation.interrupt() };
}

/** The record of a slot that came too late to be asked. */
export function missedSlot(plan: ProbePlan, slot: Slot, latenessMs: number): Sample {
	return {
		...sampleHead(plan, slot),
		latenessMs: round(latenessMs),
		latencyMs: null,
		outcome: "probe_fault",
		gaveUp: false,
		addresses: [],
		nxdomain: false,
		attempts: [],
	};
}

function sampleHead(plan: ProbePlan, slot: Slot) {
	return {
		kind: "sample" as const,
		node: plan.node,
		arm: slot.arm,
		workload: slot.workload,
		tuple: slot.tuple,
		name: slot.name.name,
		form: slot.name.form,
		intendedMs: round(slot.atMs),
	};
}

/**
 * What the application got, against what was expected. A stub that passes over a failed candidate may conclude
 * that a name does not exist, which is wrong because of that failure; then the failure is the outcome.
 * @param result undefined when it was interrupted
 */
function outcomeOf(
	result: StubResult | undefined,
	expect: Slot["name"]["expect"],
	tookMs: number,
	deadlineMs: number,
): Outcome {
	// Later than the deadline it has failed, whatever would have come of it.
	if (result === undefined) return tookMs <= deadlineMs ? "aborted" : "timeout";
	const negative = result.kind === "nxdomain" || result.kind === "nodata";
	const usable =
		expect === "address"
			? result.kind === "found"
			: expect === "nxdomain"
				? result.kind === "nxdomain"
				: result.kind === "found" || (negative && result.failure === undefined);
	if (usable) return tookMs <= deadlineMs ? "ok" : "late";
	if (result.kind === "found") return "wrong_answer";
	if (result.failure !== undefined) return result.failure;
	return result.kind === "nxdomain" ? "unexpected_nxdomain" : "unexpected_nodata";
}
