/** Metric → what it means, which becomes its HELP line. */
export type Gauges = Readonly<Record<string, string>>;

/** Where a value belongs to. */
export type Labels = Readonly<Record<string, string>>;

/**
 * Gauges as text that Prometheus scrapes (exposition format 0.0.4): all values of a metric together, metrics in the
 * order in which they are described, those without a value left out.
 */
export class Exposition<G extends Gauges> {
	readonly #gauges: G;
	readonly #lines = new Map<keyof G, string[]>();

	constructor(gauges: G) {
		this.#gauges = gauges;
	}

	add(name: keyof G & string, value: number, labels: Labels = {}): void {
		const lines = this.#lines.get(name) ?? [];
		lines.push(`${name}${labelsText(labels)} ${valueText(value)}`);
		this.#lines.set(name, lines);
	}

	text(): string {
		return Object.entries(this.#gauges)
			.flatMap(([name, help]) => {
				const lines = this.#lines.get(name);
				return lines === undefined ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines];
			})
			.join("\n")
			.concat("\n");
	}
}

const valueText = (value: number): string => (value === Number.POSITIVE_INFINITY ? "+Inf" : String(value));

function labelsText(labels: Labels): string {
	const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
	return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
const escaped = (text: string): string =>
	text.replace(/[\\"\n]/g, (character) => escapes[character] as string);
