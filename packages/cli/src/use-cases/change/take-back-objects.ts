import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import { appliedConfiguration, type ObjectChange, refText } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { changedRef } from "./apply-objects.ts";
import { waitGone } from "./wait-gone.ts";

interface TakeBackSettings {
	/** As it was before, by `refText`. */
	readonly former: ReadonlyMap<string, ApiObject>;
	readonly timeoutMs: number;
	readonly onChange: OnChange;
}

/**
 * Undoes changes of objects, last first: what was created is deleted, what was updated or deleted is applied as localdns
 * had applied it before. An object that was taken over from somebody else stays as it is.
 *
 * @returns what could not be taken back, in words; empty where all is as before
 */
export async function takeBackObjects(
	cluster: Cluster,
	changes: readonly ObjectChange[],
	{ former, timeoutMs, onChange }: TakeBackSettings,
): Promise<readonly string[]> {
	const left: string[] = [];
	for (const change of changes.toReversed()) {
		const ref = changedRef(change);
		const text = refText(ref);
		const before = former.get(text);
		const applied = before === undefined ? undefined : appliedConfiguration(before);
		try {
			if (change.kind === "create") {
				onChange({ event: "object", change: "deleted", ref });
				await cluster.delete(ref);
				await waitGone(cluster, ref, undefined, { timeoutMs, onChange });
			} else if (applied !== undefined) {
				onChange({ event: "object", change: "updated", ref });
				await cluster.apply(applied, { force: true });
			} else left.push(`${text} stays as it is now: it was not made by localdns`);
		} catch (error) {
			if (!(error instanceof LocaldnsError)) throw error;
			left.push(`${text}: ${error.message}`);
		}
	}
	return left;
}
