/** Lower case, without the final dot; the root is `.`. */
export function plainZone(text: string): string {
	const zone = text.toLowerCase().replace(/\.$/, "");
	return zone === "" ? "." : zone;
}

/** Whether a zone holds a name or is it, both plain. */
export const holds = (zone: string, name: string): boolean =>
	zone === "." || name === zone || name.endsWith(`.${zone}`);

/** Presentation of the longest name that DNS has: 255 octets (RFC 1035 section 2.3.4), each written as \DDD. */
const longestName = 4 * 255;

/** All zones that hold a plain name, the longest one first and the root last; of no name that DNS has, the root only. */
export function* zonesHolding(name: string): Generator<string> {
	if (name.length <= longestName) {
		for (let rest = name; rest !== "." && rest !== ""; ) {
			yield rest;
			const dot = rest.indexOf(".");
			rest = dot === -1 ? "" : rest.slice(dot + 1);
		}
	}
	yield ".";
}

/** The longest of the zones that holds a name, which is where CoreDNS looks it up. */
export function longestZone(zones: ReadonlySet<string>, name: string): string | undefined {
	for (const zone of zonesHolding(name)) if (zones.has(zone)) return zone;
	return undefined;
}
