type Point = readonly [x: number, y: number];

const round = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * A step line: level until the next point, then up or down to it. Points that would move the pen by less
 * than half a pixel are left out, so that the path stays small however many resolutions there were.
 */
export function stepPath(points: readonly Point[]): string {
	const [first] = points;
	if (first === undefined) return "";
	let [x, y] = first;
	let path = `M${round(x)} ${round(y)}`;
	for (const [index, [nextX, nextY]] of points.entries()) {
		const last = index === points.length - 1;
		if (!last && Math.abs(nextX - x) < 0.5 && Math.abs(nextY - y) < 0.5) continue;
		if (round(nextX) !== round(x)) path += `H${round(nextX)}`;
		if (round(nextY) !== round(y)) path += `V${round(nextY)}`;
		[x, y] = [nextX, nextY];
	}
	return path;
}

/** A closed area through the points. */
export function areaPath(points: readonly Point[]): string {
	return points.length === 0 ? "" : `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}Z`;
}

/** Upright ticks of one height, at most two per pixel. */
export function tickPath(places: readonly number[], top: number, height: number): string {
	const kept = new Set(places.map((x) => Math.round(x * 2) / 2));
	return [...kept].map((x) => `M${x} ${round(top)}v${round(height)}`).join("");
}
