import type { LinkOverlay } from "./bench-report.ts";
import { english, type Language } from "./language/en.ts";
import { countText } from "./number-text.ts";

/** Which way the packets of a run took over the overlay, and what went each way: one clause. */
export function overlayWords({ name, version, path, carried }: LinkOverlay, t: Language = english): string {
	const wayWords = ({ by, region }: LinkOverlay["path"][number]): string =>
		region === undefined ? t.overlay.way[by] : `${t.overlay.way[by]} ${region}`;
	const [first, ...changes] = path;
	const way = first === undefined ? t.overlay.unknown : wayWords(first);
	const later = changes.map((change) =>
		t.overlay.from(wayWords(change), `${Math.round(change.atMs / 1000)} s`),
	);
	const used = carried.filter(({ packets }) => packets > 0);
	const shares = used.map(({ by, packets }) => `${countText(packets)} ${t.overlay.way[by]}`).join(t.comma);
	return `${t.overlay.over(name, version)}${way}${later.join("")}${shares === "" ? "" : t.aside(t.overlay.packets(shares))}`;
}
