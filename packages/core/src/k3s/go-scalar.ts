/** What a plain scalar means to K3s: nothing, or the text that its flag gets. */
export interface GoScalar {
	readonly text: string;
	readonly isNull: boolean;
}

const known = new Map<string, string | null>([
	...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map(
		(word) => [word, "true"] as const,
	),
	...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map(
		(word) => [word, "false"] as const,
	),
	...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
	...[".nan", ".NaN", ".NAN"].map((word) => [word, "NaN"] as const),
	...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, "+Inf"] as const),
	...["-.inf", "-.Inf", "-.INF"].map((word) => [word, "-Inf"] as const),
]);

const float = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const integers: [RegExp, number][] = [
	[/^([-+]?)0[xX]([\da-fA-F]+)$/, 16],
	[/^([-+]?)0[bB]([01]+)$/, 2],
	[/^([-+]?)0[oO]?([0-7]+)$/, 8],
	[/^([-+]?)(0|[1-9]\d*)$/, 10],
];
const largest = 2n ** 64n - 1n;
const smallest = -(2n ** 63n);

/**
 * Reads a plain scalar as yaml.v2 does and prints it as Go does: `yes` is true, 0644 is 420, 1:30 stays as it is.
 * Source: gopkg.in/yaml.v2 resolve.go; rancher/wrangler pkg/data/convert, ToString.
 */
export function readPlainScalar(source: string): GoScalar {
	const word = known.get(source);
	if (word !== undefined) return { text: word ?? "", isNull: word === null };
	if (!/^[-+.\d]/.test(source) || source.length > 400) return { text: source.trim(), isNull: false };
	const bare = source.replaceAll("_", "");
	const text = source.startsWith(".") ? goFloat(source) : (goInteger(bare) ?? goFloat(bare));
	return { text: text ?? source.trim(), isNull: false };
}

function goInteger(text: string): string | undefined {
	for (const [form, base] of integers) {
		const [, sign, digits] = form.exec(text) ?? [];
		if (digits === undefined) continue;
		let value = 0n;
		for (const digit of digits) value = value * BigInt(base) + BigInt(Number.parseInt(digit, base));
		if (sign === "-") value = -value;
		// An unsigned number has no sign to read, so +18446744073709551615 is none.
		const largestHere = sign === "+" ? 2n ** 63n - 1n : largest;
		return value < smallest || value > largestHere ? undefined : String(value);
	}
	return undefined;
}

/** The shortest digits that read back the same; with an exponent below -4 and from 6 on it is written. */
function goFloat(text: string): string | undefined {
	if (!float.test(text)) return undefined;
	const value = Number(text);
	if (!Number.isFinite(value)) return undefined;
	if (value === 0) return Object.is(value, -0) ? "-0" : "0";
	const [digits = "", power = "0"] = value.toExponential().split("e");
	const exponent = Number(power);
	if (exponent >= -4 && exponent < 6) return String(value);
	return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
