import type { ApiObject } from "@localdns/core/cluster";

/** A difference up to this, ms, is what a request takes. */
const tolerableMs = 1500;

/**
 * How far the cluster's clock is from this machine's, from the creation of objects: nodes begin by theirs, and a laptop
 * may be minutes off. The API server's stands for all; that of a node is held against it by its probe's first line.
 */
export class ClusterClock {
	#lowMs = Number.NEGATIVE_INFINITY;
	#highMs = Number.POSITIVE_INFINITY;

	/** @param sentAtMs before the request, ms since 1970 by this machine's clock */
	take(created: ApiObject, sentAtMs: number, receivedAtMs: number): void {
		// Whole seconds.
		const createdMs = Date.parse(created.metadata?.creationTimestamp ?? "");
		if (Number.isNaN(createdMs)) return;
		this.#lowMs = Math.max(this.#lowMs, createdMs - receivedAtMs);
		this.#highMs = Math.min(this.#highMs, createdMs + 1000 - sentAtMs);
	}

	/** What to add to this machine's time, ms; 0 where it may be right. */
	get aheadMs(): number {
		if (this.#lowMs > tolerableMs) return Math.round(this.#lowMs);
		if (this.#highMs < -tolerableMs) return Math.round(this.#highMs);
		return 0;
	}

	/**
	 * How far a node's clock is ahead of the cluster's, at least; 0 where it may be right.
	 *
	 * @param atMs what it showed at some time after `fromMs` and before `toMs` by this machine's clock
	 */
	aheadOfCluster(atMs: number, fromMs: number, toMs: number): number {
		const early = atMs - (fromMs + this.aheadMs);
		const late = atMs - (toMs + this.aheadMs);
		if (early < -tolerableMs) return Math.round(early);
		return late > tolerableMs ? Math.round(late) : 0;
	}
}
