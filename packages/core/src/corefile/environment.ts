/** Value of an environment variable; undefined where it is not set, which fills in nothing. */
export type Environment = (name: string) => string | undefined;

/**
 * Fills `{%NAME%}`, then `{$NAME}`, as CoreDNS does inside one token (coredns/caddy: caddyfile/parse.go,
 * replaceEnvVars): every occurrence of the first reference at once, then the first of what there is now,
 * so that a value may hold references itself. `{$}` ends the filling.
 */
export class EnvironmentFiller {
	private readonly environment: Environment;
	/** Characters that may still be copied; values that refer to each other could go on for ever. */
	private budget: number;

	constructor(environment: Environment, budget = 1 << 25) {
		this.environment = environment;
		this.budget = budget;
	}

	/** The text filled in; undefined where that takes too long, as for a variable that holds itself. */
	fill(text: string): string | undefined {
		if (!hasReference(text)) return text;
		const windows = this.fillKind(text, "{%", "%}");
		return windows === undefined ? undefined : this.fillKind(windows, "{$", "}");
	}

	private fillKind(text: string, open: string, close: string): string | undefined {
		return this.inOnePass(text, open, close) ?? this.stepByStep(text, open, close);
	}

	/** The common case, in linear time: no reference inside another one, none that only arises by filling. */
	private inOnePass(text: string, open: string, close: string): string | undefined {
		let filled = "";
		let at = 0;
		for (let begin = text.indexOf(open); begin !== -1; begin = text.indexOf(open, at)) {
			const end = text.indexOf(close, begin);
			if (end <= begin + open.length) return undefined;
			const name = text.slice(begin + open.length, end);
			if (name.includes(open)) return undefined;
			filled += text.slice(at, begin) + (this.environment(name) ?? "");
			at = end + close.length;
			if (filled.length > this.budget) return undefined;
		}
		filled += text.slice(at);
		return filled.includes(open) ? undefined : filled;
	}

	private stepByStep(text: string, open: string, close: string): string | undefined {
		let filled = text;
		for (let begin = filled.indexOf(open); begin !== -1; begin = filled.indexOf(open)) {
			const end = filled.indexOf(close, begin);
			if (end <= begin + open.length) return filled;
			const reference = filled.slice(begin, end + close.length);
			const value = this.environment(filled.slice(begin + open.length, end)) ?? "";
			const growth = value.length > reference.length ? value.length / reference.length : 1;
			this.budget -= filled.length * growth;
			if (this.budget < 0) return undefined;
			filled = filled.replaceAll(reference, () => value);
		}
		return filled;
	}
}

/** Whether a text holds the beginning of a reference to an environment variable. */
export const hasReference = (text: string): boolean => text.includes("{$") || text.includes("{%");
