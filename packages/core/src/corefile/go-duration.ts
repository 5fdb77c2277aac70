const units = [
	["h", 3_600_000],
	["m", 60_000],
	["s", 1_000],
	["ms", 1],
] as const;

/** A duration as Go's time.ParseDuration takes it: 90000 is `1m30s`, 0 is `0s`. Whole milliseconds. */
export function goDuration(milliseconds: number): string {
	let rest = milliseconds;
	let text = "";
	for (const [unit, size] of units) {
		const count = Math.floor(rest / size);
		if (count > 0) text += `${count}${unit}`;
		rest -= count * size;
	}
	return text === "" ? "0s" : text;
}
