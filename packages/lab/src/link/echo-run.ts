import type { LinkCounters } from "@localdns/core/report";
import { inPlace, type Place } from "../network/place.ts";
import { deathOf, firstLine, type LabProcess, startProcess } from "../process/lab-process.ts";
import { type EchoResult, judgeProof, type LinkProof } from "./proof.ts";
import type { DirectionCounters } from "./relay-protocol.ts";
import type { LinkSpec } from "./spec.ts";
import { ownProgram, type Tunnel } from "./tunnel.ts";

const perSecond = 200;

/**
 * Sends small UDP datagrams over the link and back, beside DNS and on another port, and judges what came
 * back. Call it with the impairment in force and outside blackouts.
 * @param address of the near end of the link
 * @param signal ends the echo at once, as the end of the lab does
 * @throws LocaldnsError LDNS204 when an echo process or the relay dies
 */
export async function proveLink(
	spec: LinkSpec,
	{ near, far, address }: { near: Place; far: Place; address: string },
	tunnel: Tunnel,
	durationMs: number,
	signal: AbortSignal,
): Promise<LinkProof> {
	signal.throwIfAborted();
	const program = [process.execPath, ownProgram("echo")];
	const processes: LabProcess[] = [];
	const start = (name: string, argv: readonly string[]): LabProcess => {
		const started = startProcess(name, argv, "own");
		processes.push(started);
		return started;
	};
	const stopAll = () => Promise.all(processes.map((each) => each.stop()));
	signal.addEventListener("abort", stopAll, { once: true });
	try {
		const reflector = start("the link's echo", inPlace(near, [...program, "reflect", address]));
		await Promise.race([firstLine(reflector.stdout), dead(reflector)]);
		const before = (await tunnel.count()).echo;
		const waitMs = spec.rttMs + spec.jitterMs + 500;
		const argv = ["send", address, perSecond, durationMs, waitMs].map(String);
		const sender = start("the link's echo sender", inPlace(far, [...program, ...argv]));
		const line = await Promise.race([firstLine(sender.stdout), dead(reflector), dead(sender)]);
		const after = (await tunnel.count()).echo;
		return judgeProof(spec, JSON.parse(line) as EchoResult, since(before, after));
	} finally {
		signal.removeEventListener("abort", stopAll);
		await stopAll();
	}
}

/** What was counted between two times. */
function since(before: DirectionCounters, after: DirectionCounters): DirectionCounters {
	const less = (later: LinkCounters, earlier: LinkCounters): LinkCounters => ({
		packets: later.packets - earlier.packets,
		lost: {
			random: later.lost.random - earlier.lost.random,
			burst: later.lost.burst - earlier.lost.burst,
			policed: later.lost.policed - earlier.lost.policed,
			blackout: later.lost.blackout - earlier.lost.blackout,
		},
	});
	return { toNear: less(after.toNear, before.toNear), toFar: less(after.toFar, before.toFar) };
}

async function dead(process: LabProcess): Promise<never> {
	throw deathOf(process, await process.ended, "LDNS204");
}
