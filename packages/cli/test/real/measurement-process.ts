import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type {
	MeasurementEvent,
	NodeMeasurement,
	NodeOutcome,
} from "../../src/use-cases/measure-nodes/contract.ts";
import type { Wanted } from "./measure-nodes-entry.ts";

const entry = fileURLToPath(new URL("./measure-nodes-entry.ts", import.meta.url));

/** How a measurement in a process of its own has ended. */
export interface MeasuredProcess {
	readonly code: number | null;
	readonly stderr: string;
	/** Absent where it failed, or was killed. */
	readonly measured?: Omit<NodeMeasurement, "nodes"> & {
		readonly nodes: Readonly<Record<string, NodeOutcome>>;
	};
	readonly error?: { readonly code: string; readonly message: string; readonly reason?: string };
	/** Arm, tuple and outcome of every sample, by node. */
	readonly samples: Readonly<Record<string, readonly [string, number, string][]>>;
}

export interface RunningMeasurement {
	readonly child: ChildProcess;
	readonly ended: Promise<MeasuredProcess>;
	/** Resolves when it tells of a phase that begins so; fails when it ends before. */
	reaches(phase: string): Promise<void>;
	/** Resolves when samples of all these nodes were collected; fails when it ends before. */
	collects(nodes: readonly string[]): Promise<void>;
}

export function startMeasurement(wanted: Wanted): RunningMeasurement {
	const child = spawn(process.execPath, [entry, JSON.stringify(wanted)], {
		stdio: ["ignore", "pipe", "pipe"],
	});
	let stderr = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	const phases: string[] = [];
	const waiting = new Set<() => void>();
	const samples: Record<string, [string, number, string][]> = {};
	let last: Pick<MeasuredProcess, "measured" | "error"> = {};
	createInterface({ input: child.stdout }).on("line", (line) => {
		const said = JSON.parse(line) as {
			readonly event?: MeasurementEvent;
			readonly node?: string;
			readonly samples?: [string, number, string][];
		} & Pick<MeasuredProcess, "measured" | "error">;
		if (said.event?.type === "phase") phases.push(said.event.text);
		if (said.node !== undefined)
			samples[said.node] = [...(samples[said.node] ?? []), ...(said.samples ?? [])];
		if (said.measured !== undefined || said.error !== undefined) last = said;
		for (const look of waiting) look();
	});
	const ended = new Promise<MeasuredProcess>((resolve) =>
		child.once("close", (code) => resolve({ code, stderr, samples, ...last })),
	);
	const until = (isSo: () => boolean) =>
		new Promise<void>((resolve, reject) => {
			const look = () => {
				if (!isSo()) return;
				waiting.delete(look);
				resolve();
			};
			waiting.add(look);
			look();
			void ended.then((end) => reject(new Error(`it ended before: ${JSON.stringify(end).slice(0, 2000)}`)));
		});
	return {
		child,
		ended,
		reaches: (phase) => until(() => phases.some((text) => text.startsWith(phase))),
		collects: (nodes) => until(() => nodes.every((node) => (samples[node]?.length ?? 0) > 0)),
	};
}
