import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { LocaldnsError } from "@localdns/core";
import type { ProbeHello, ProbePlan, ProbeRecord, ProbeSummary, Sample } from "@localdns/core/measure";

/** What a probe has told so far. */
export interface ProbeResult {
	hello: ProbeHello;
	samples: Sample[];
	summary: ProbeSummary;
}

export interface RunningProbe {
	/** Ends with everything the probe measured; rejects when the probe died before its summary. */
	readonly result: Promise<ProbeResult>;
	/** Asks the probe to finish at once: open resolutions become `aborted`. */
	stop(): void;
}

/** A probe that was killed leaves half a line, and then no summary: that is what is told of it. */
function readRecord(line: string): ProbeRecord | undefined {
	try {
		return JSON.parse(line) as ProbeRecord;
	} catch {
		return undefined;
	}
}

/**
 * Speaks the probe's protocol over a started process: the plan on its stdin, which stays open as the
 * leash (closing it stops the probe), and NDJSON records from its stdout.
 */
export function followProbe(
	child: ChildProcess,
	plan: ProbePlan,
	onSample: (sample: Sample) => void,
): RunningProbe {
	const { stdin, stdout, stderr } = child;
	if (stdin === null || stdout === null || stderr === null) throw new Error("a probe needs pipes");
	let complaints = "";
	stderr.setEncoding("utf8").on("data", (text: string) => {
		complaints = (complaints + text).slice(-2000);
	});
	// A probe that is gone already cannot take its plan; its exit tells why.
	stdin.on("error", () => {});
	stdin.write(`${JSON.stringify(plan)}\n`);

	const samples: Sample[] = [];
	let hello: ProbeHello | undefined;
	let summary: ProbeSummary | undefined;
	const lines = createInterface({ input: stdout, crlfDelay: Number.POSITIVE_INFINITY });
	lines.on("line", (line) => {
		const record = readRecord(line);
		if (record === undefined) return;
		if (record.kind === "sample") {
			samples.push(record);
			onSample(record);
		} else if (record.kind === "summary") {
			summary = record;
		} else if (record.kind === "hello") {
			hello = record;
		}
	});
	const linesEnded = new Promise<void>((resolve) => lines.once("close", resolve));
	const exited = new Promise<string>((resolve) => {
		child.once("error", (error) => resolve(error.message));
		child.once("exit", (code, signal) => resolve(`exit code ${code ?? "none"}, signal ${signal ?? "none"}`));
	});

	const result = exited.then(async (how) => {
		await linesEnded;
		if (hello === undefined || summary === undefined) {
			throw new LocaldnsError(
				"LDNS302",
				`the probe of ${plan.arms.map((each) => each.arm).join(", ")} ended before its summary`,
				{
					reason: complaints.trim() === "" ? how : `${how}: ${complaints.trim()}`,
				},
			);
		}
		return { hello, samples, summary };
	});
	return { result, stop: () => stdin.end() };
}
