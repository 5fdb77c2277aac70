type Point = readonly [x: number, y: number];

const round = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * A step line: level until the next point, then up or down to it. Points that would move the pen by less
 * than half a pixel are left out, so that the path stays small however many resolutions there were.
 */
export function stepPath(points: Iterable<Point>): string {
	let path = "";
	let pen: Point | undefined;
	// The last one is drawn however near it is; which one that is shows only when there is no next one.
	let passedOver: Point | undefined;
	const draw = ([x, y]: Point) => {
		if (pen === undefined) path = `M${round(x)} ${round(y)}`;
		else {
			if (round(x) !== round(pen[0])) path += `H${round(x)}`;
			if (round(y) !== round(pen[1])) path += `V${round(y)}`;
		}
		pen = [x, y];
		passedOver = undefined;
	};
	for (const point of points) {
		if (pen !== undefined && Math.abs(point[0] - pen[0]) < 0.5 && Math.abs(point[1] - pen[1]) < 0.5)
			passedOver = point;
		else draw(point);
	}
	if (passedOver !== undefined) draw(passedOver);
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
