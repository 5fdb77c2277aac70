import type { BenchReport, RunMark } from "../bench-report.ts";
import type { Language } from "../language/en.ts";
import { type Markup, markup } from "../markup.ts";
import { lengthText } from "../number-text.ts";
import { type Lane, type LaneFrame, laneFrame, laneNames, timeAxis } from "./lanes.ts";
import { outcomeClasses, outcomeClassOf } from "./outcome-class.ts";
import { tickPath } from "./path.ts";

/** What happened while the run went on. */
export interface Happenings {
	/** For all nodes, numbered in this order. */
	flags: readonly { atMs: number }[];
	/** On one node each. */
	diamonds: readonly RunMark[];
}

/** One tick per failed resolution at the instant it was asked, with what was done to the link and the names marked. */
export function timelinePlot(
	report: BenchReport,
	{ flags, diamonds }: Happenings,
	lanes: readonly Lane[],
	width: number,
	t: Language,
): Markup {
	const { durationMs, nodes } = report.run;
	const frame = laneFrame(width, lanes.length, durationMs, headRoom(report, flags));
	const strips = lanes.map(
		(_, rank) =>
			markup`<rect class="lane" x="${frame.left}" y="${frame.laneTop(rank)}" width="${frame.right - frame.left}" height="${frame.laneHeight}"/>`,
	);
	return markup`<svg class="w${width}" viewBox="0 0 ${width} ${frame.height}" role="img" aria-label="${t.page.timeline.label}">${strips}${blackouts(report, frame, t)}${lanes.map((lane, rank) => ticks(lane, frame, rank))}${flagMarks(flags, frame)}${lanes.map((lane, rank) => diamondMarks(diamonds, lane, frame, rank))}${laneNames(frame, lanes, nodes.length > 1, t)}${timeAxis(frame, durationMs)}</svg>`;
}

/** Flags stand directly above the lanes, lengths of blackouts above the flags. */
function headRoom({ link }: BenchReport, flags: Happenings["flags"]): number {
	return 8 + (flags.length > 0 ? 24 : 0) + ((link?.blackouts.length ?? 0) > 0 ? 20 : 0);
}

function ticks(lane: Lane, frame: LaneFrame, rank: number): Markup {
	const top = frame.laneTop(rank);
	return markup`${outcomeClasses.map((name) => {
		const places: number[] = [];
		for (const row of lane.rows) {
			if (outcomeClassOf(lane.table, row) === name)
				places.push(frame.x(lane.table.intendedMs[row] as number));
		}
		if (places.length === 0) return undefined;
		// Height tells apart what colour alone might not: a stale answer is no failure.
		const height = name === "stale" ? frame.laneHeight * 0.4 : frame.laneHeight;
		return markup`<path class="ticks is-${name}" d="${tickPath(places, top + frame.laneHeight - height, height)}"/>`;
	})}`;
}

function blackouts(report: BenchReport, frame: LaneFrame, t: Language): Markup {
	const top = 18;
	const spans = report.link?.blackouts ?? [];
	return markup`${spans.map(({ startMs, durationMs }) => {
		const from = frame.x(startMs);
		const to = frame.x(startMs + durationMs);
		return markup`<rect class="dark" x="${from}" y="${top}" width="${to - from}" height="${frame.bottom - top}"/><text class="note mid" x="${(from + to) / 2}" y="${top - 6}">${t.page.timeline.dark(lengthText(durationMs), frame.narrow)}</text>`;
	})}`;
}

function flagMarks(flags: Happenings["flags"], frame: LaneFrame): Markup {
	return markup`${flags.map(({ atMs }, index) => {
		const x = frame.x(atMs);
		return markup`<line class="mark" x1="${x}" x2="${x}" y1="${frame.top - 8}" y2="${frame.bottom}"/><circle class="flag" cx="${x}" cy="${frame.top - 16}" r="8"/><text class="flag-text mid" x="${x}" y="${frame.top - 12}">${index + 1}</text>`;
	})}`;
}

/** On the upper edge of the lane: what happened there stands beside what it did. */
function diamondMarks(diamonds: readonly RunMark[], lane: Lane, frame: LaneFrame, rank: number): Markup {
	const y = frame.laneTop(rank);
	const places = new Set(
		diamonds.filter(({ node }) => node === lane.node).map(({ atMs }) => Math.round(frame.x(atMs))),
	);
	return markup`${[...places].map((x) => markup`<path class="diamond" d="M${x} ${y - 5}l5 5l-5 5l-5 -5z"/>`)}`;
}
