import type { LinkOverlay } from "./bench-report.ts";
import { countText } from "./number-text.ts";

const wayWords = ({ by, region }: LinkOverlay["path"][number]): string =>
	region === undefined ? by : `${by} ${region}`;

/** Which way the packets of a run took over the overlay, and what went each way: one clause. */
export function overlayWords({ name, version, path, carried }: LinkOverlay): string {
	const [first, ...changes] = path;
	const way = first === undefined ? "the way is not known" : wayWords(first);
	const later = changes.map((change) => `, ${wayWords(change)} from ${Math.round(change.atMs / 1000)} s on`);
	const used = carried.filter(({ packets }) => packets > 0);
	const shares = used.map(({ by, packets }) => `${countText(packets)} ${by}`).join(", ");
	return `over ${name} ${version}: ${way}${later.join("")}${shares === "" ? "" : ` (packets: ${shares})`}`;
}
