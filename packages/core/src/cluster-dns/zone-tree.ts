/** Whether a zone holds a name, or is it. Both in lower case without the final dot; `.` holds everything. */
export const holds = (zone: string, name: string): boolean =>
	zone === "." || name === zone || name.endsWith(`.${zone}`);

/** The longest of the zones that holds a name, which is where CoreDNS looks it up. */
export function longestZone(zones: ReadonlySet<string>, name: string): string | undefined {
	if (zones.has(name)) return name;
	for (let dot = name.indexOf("."); dot !== -1; dot = name.indexOf(".", dot + 1)) {
		const wider = name.slice(dot + 1);
		if (zones.has(wider)) return wider;
	}
	return zones.has(".") ? "." : undefined;
}
