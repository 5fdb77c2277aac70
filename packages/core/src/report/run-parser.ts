import { LocaldnsError } from "../errors.ts";
import type { Sample } from "../measure/sample.ts";
import type { TableFrame } from "../measure/sample-table.ts";
import type { BenchReport, BenchRun } from "./bench-report.ts";
import { describeForeign, firstProblem, firstStranger } from "./foreign-document.ts";
import { countText } from "./number-text.ts";
import { sampleSchema } from "./sample-schema.ts";
import { benchReportSchema, benchRunHeadSchema, benchRunSchema } from "./schema.ts";
import { frameOf } from "./stored-run.ts";

/** Where the samples of a file go, one by one. */
export interface SampleSink {
	add(sample: Sample): void;
}

/** A run without its samples. */
export type RunHead = Omit<BenchRun, "samples">;

/** What a file held; the error is an LDNS105. */
export type Parsed<S extends SampleSink> =
	| { readonly ok: true; readonly report: BenchReport }
	| { readonly ok: true; readonly head: RunHead; readonly sink: S; readonly cut?: string }
	| { readonly ok: false; readonly error: LocaldnsError };

/** What `writeRun` puts before the line break in front of the first sample. */
export const samplesBegin = '"samples":[';
/** What it puts on the last line. */
export const samplesEnd = "]}";
/** A document that is laid out in another way has to be held as one string, for which V8's limit is 2^29 - 24 characters. */
const longestDocument = 500_000_000;
const damaged = "damaged, or changed by hand";
const mixedUp = "the parts of the file do not belong together";

/**
 * Takes a file in piece by piece. The layout of `writeRun`, a sample to a line, is read line by line, so that its size is
 * no matter; any other is read when all of it is there.
 *
 * Such a file that ends too soon is read as far as it goes: its whole samples are kept, and what is missing is said.
 */
export class RunParser<S extends SampleSink> {
	readonly #fileName: string;
	readonly #openSink: (frame: TableFrame) => S;
	#state: "first-line" | "samples" | "closed" | "other-layout" | "refused" = "first-line";
	/** Not read yet: the begin of a line, or in another layout all of it. */
	#pieces: string[] = [];
	#length = 0;
	#head: RunHead | undefined;
	#sink: S | undefined;
	#samples = 0;
	#countedInTable = 0;
	#error: LocaldnsError | undefined;

	constructor(fileName: string, openSink: (frame: TableFrame) => S) {
		this.#fileName = fileName;
		this.#openSink = openSink;
	}

	/** Whether anything more is of use: not after an error. */
	get refused(): boolean {
		return this.#state === "refused";
	}

	push(text: string): void {
		let from = 0;
		while (this.#state === "first-line" || this.#state === "samples" || this.#state === "closed") {
			const end = text.indexOf("\n", from);
			if (end === -1) break;
			this.#keep(text.slice(from, end));
			from = end + 1;
			this.#line(this.#taken());
			// A first line that is no head is the begin of another layout.
			if (this.#isOtherLayout()) this.#keep("\n");
		}
		if (this.#state !== "refused") this.#keep(text.slice(from));
	}

	/** @throws never; everything that is wrong with a file is in the result */
	end(): Parsed<S> {
		const rest = this.#taken();
		if (this.#state === "first-line" && rest.trimEnd().endsWith(samplesBegin)) this.#line(rest);
		else if (this.#state === "first-line" || this.#state === "other-layout") return this.#document(rest);
		else if (this.#state === "samples" && isWhole(rest)) this.#line(rest);
		else if (this.#state === "closed") this.#line(rest);

		if (this.#error !== undefined) return { ok: false, error: this.#error };
		const found = { ok: true as const, head: this.#head as RunHead, sink: this.#sink as S };
		return this.#state === "closed" ? found : { ...found, cut: this.#whatIsMissing() };
	}

	#keep(piece: string): void {
		if (piece === "") return;
		this.#pieces.push(piece);
		this.#length += piece.length;
		if (this.#length > longestDocument) {
			this.#refuse(
				"too large to be read at once",
				"run files are written with a sample to a line, and only that layout has no limit",
			);
		}
	}

	#taken(): string {
		const text = this.#pieces.length === 1 ? (this.#pieces[0] as string) : this.#pieces.join("");
		this.#pieces = [];
		this.#length = 0;
		return text;
	}

	#isOtherLayout(): boolean {
		return this.#state === "other-layout";
	}

	#line(line: string): void {
		if (this.#state === "first-line") this.#firstLine(line);
		else if (this.#state === "samples") this.#sampleLine(line.trim());
		else if (this.#state === "closed" && line.trim() !== "")
			this.#refuse(damaged, "something follows the end of the samples");
	}

	#firstLine(line: string): void {
		const text = line.trimEnd();
		if (!text.endsWith(samplesBegin)) {
			this.#state = "other-layout";
			this.#keep(line);
			return;
		}
		const json = parseJson(`${text}${samplesEnd}`);
		if (!json.ok) {
			this.#refuse("not JSON, or cut off", json.reason);
			return;
		}
		const foreign = describeForeign(json.value);
		const parsed = benchRunHeadSchema.safeParse(json.value);
		if (foreign !== undefined) this.#refuse(foreign);
		else if (!parsed.success) this.#refuse(damaged, firstProblem(parsed.error));
		else this.#begin(parsed.data);
	}

	#begin(head: RunHead): void {
		const stranger = firstStranger(head);
		if (stranger !== undefined) {
			this.#refuse(mixedUp, stranger);
			return;
		}
		this.#head = head;
		this.#open(head);
		if (this.#error === undefined) this.#state = "samples";
	}

	#open(head: RunHead): void {
		try {
			this.#sink = this.#openSink(frameOf(head));
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			this.#refuse(damaged, error.message);
		}
	}

	#sampleLine(line: string): void {
		if (line === samplesEnd) {
			this.#state = "closed";
			return;
		}
		if (line === "") return;
		const json = parseJson(line.endsWith(",") ? line.slice(0, -1) : line);
		if (!json.ok) {
			this.#refuse(damaged, `samples[${this.#samples}]: ${json.reason}`);
			return;
		}
		const parsed = sampleSchema.safeParse(json.value);
		if (parsed.success) this.#add(parsed.data);
		else this.#refuse(damaged, firstProblem(parsed.error, ["samples", this.#samples]));
	}

	#add(sample: Sample): void {
		try {
			(this.#sink as S).add(sample);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			this.#refuse(mixedUp, `samples[${this.#samples}]: ${error.message}`);
		}
		this.#samples++;
		const { intendedMs, outcome } = sample;
		if (intendedMs >= 0 && outcome !== "probe_fault" && outcome !== "aborted") this.#countedInTable++;
	}

	/** A file in one piece. */
	#document(text: string): Parsed<S> {
		if (this.#error !== undefined) return { ok: false, error: this.#error };
		const refused = (what: string, reason?: string): Parsed<S> => {
			this.#refuse(what, reason);
			return { ok: false, error: this.#error as LocaldnsError };
		};
		if (text.trim() === "") return refused("the file is empty");
		const json = parseJson(text);
		if (!json.ok) {
			if (/^\s*\{"kind":"sample"/.test(text))
				return refused("these are samples without their report (-o ndjson)");
			if (/^\s*\{"apiVersion":"localdns\.dev\//.test(text))
				return refused("cut off within the report, before the first sample: nothing of it can be used");
			return refused("not JSON, or cut off", json.reason);
		}
		const foreign = describeForeign(json.value);
		if (foreign !== undefined) return refused(foreign);
		const parsed = isRunFile(json.value)
			? benchRunSchema.safeParse(json.value)
			: benchReportSchema.safeParse(json.value);
		if (!parsed.success) return refused(damaged, firstProblem(parsed.error));
		const stranger = firstStranger(parsed.data);
		if (stranger !== undefined) return refused(mixedUp, stranger);
		if (!isRunFile(parsed.data)) return { ok: true, report: parsed.data };

		const { samples, ...head } = parsed.data;
		this.#open(head);
		for (const sample of samples) {
			if (this.#error !== undefined) break;
			this.#add(sample);
		}
		if (this.#error !== undefined) return { ok: false, error: this.#error };
		return { ok: true, head, sink: this.#sink as S };
	}

	#whatIsMissing(): string {
		const { nodes } = this.#head as RunHead;
		const counted = nodes
			.flatMap(({ workloads }) => workloads.flatMap(({ arms }) => arms))
			.reduce((sum, { resolutions }) => sum + resolutions, 0);
		return `${this.#fileName} is cut off after ${countText(this.#samples)} samples: ${countText(this.#countedInTable)} of the ${countText(counted)} resolutions that its figures were made from are there`;
	}

	#refuse(what: string, reason?: string): void {
		this.#state = "refused";
		this.#error ??= new LocaldnsError(
			"LDNS105",
			`${this.#fileName}: ${what}`,
			reason === undefined ? {} : { reason },
		);
		this.#pieces = [];
		this.#length = 0;
	}
}

const isRunFile = (json: unknown): json is BenchRun => "samples" in (json as object);

type Json = { ok: true; value: unknown } | { ok: false; reason: string };

function parseJson(text: string): Json {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch (error) {
		return { ok: false, reason: error instanceof Error ? error.message : String(error) };
	}
}

/** The last line of a file without a line break is whole if it says all that a line says; a sample that was cut is no JSON. */
const isWhole = (line: string): boolean => {
	const text = line.trim();
	return text === samplesEnd || (text !== "" && parseJson(text.endsWith(",") ? text.slice(0, -1) : text).ok);
};
