import { type Markup, markup } from "../markup.ts";
import { spread } from "./spread.ts";

export interface LineLabel {
	/** Where the line ends. */
	x: number;
	y: number;
	index: number;
	arm: string;
	/** Second, fainter part. */
	figure: string;
}

const lineHeight = 34;

/** Names at the ends of lines instead of a legend, moved apart where they would touch. */
export function lineLabels(labels: readonly LineLabel[], top: number, bottom: number): Markup {
	const places = spread(
		labels.map(({ y }) => y),
		lineHeight,
		top,
		bottom,
	);
	return markup`<g>${labels.map((label, rank) => {
		const y = places[rank] as number;
		return markup`<path class="lead arm-${label.index}" d="M${label.x + 1} ${label.y}L${label.x + 7} ${y}"/><text class="name arm-${label.index}" x="${label.x + 10}" y="${y}">${shorten(label.arm, 15)}</text><text class="note" x="${label.x + 10}" y="${y + 13}">${label.figure}</text>`;
	})}</g>`;
}

export function shorten(text: string, most: number): string {
	const characters = [...text];
	return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}
