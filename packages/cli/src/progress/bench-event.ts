/** What a bench tells whoever watches it. Results go another way: these are for the eye only. */
export type BenchEvent =
	/** A phase began; `lengthMs` where its length is known. */
	| { type: "phase"; text: string; lengthMs?: number }
	/** One resolution of the measured part was finished. */
	| { type: "resolution"; arm: string; failed: boolean }
	/** How far each node of a cluster is; sent again when it changes. */
	| { type: "nodes"; waiting: number; running: number; done: number; lost: number }
	/** Something worth a line of its own. */
	| { type: "note"; text: string }
	/** Something of the bench that is still in the cluster: `what` in few words, `text` as a note has it. */
	| { type: "left"; what: string; text: string };

export interface BenchReporter {
	(event: BenchEvent): void;
	/** Clears what is drawn, so that the result starts on a clean line. */
	close(): void;
}
