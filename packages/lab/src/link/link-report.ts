import type { LinkOverlay, LinkReport } from "@localdns/core/report";
import type { LabOptions } from "../lab-options.ts";
import type { LinkProof } from "./proof.ts";
import type { DirectionCounters } from "./relay-protocol.ts";
import { formatLinkSpec } from "./spec.ts";

/** The link's part of a report. Without a proof its figures are those of no packet sent. */
export function describeLink(
	{ link, linkText, blackouts }: LabOptions,
	proof: LinkProof | undefined,
	measured: DirectionCounters,
	overlay?: LinkOverlay,
): LinkReport {
	const { sent, lost, expectedLoss, rttMs } = proof ?? {
		sent: 0,
		lost: 0,
		expectedLoss: 0,
		rttMs: { p50: 0 },
	};
	const inFull = formatLinkSpec(link);
	return {
		spec: linkText === inFull ? inFull : `${linkText} (${inFull})`,
		rttMs: link.rttMs,
		jitterMs: link.jitterMs,
		loss: link.loss,
		burstMs: link.burstMs,
		udpLimitBitsPerSecond: link.udpLimitBitsPerSecond,
		blackouts: [...blackouts],
		proof: { sent, lost, expectedLoss, rttMs },
		measured,
		...(overlay === undefined ? {} : { overlay }),
	};
}
