import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import { appliedConfiguration, refText, teardownOf } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";
import { changedRef, type MadeChange } from "./apply-objects.ts";
import { removeInstall } from "./remove-install.ts";

interface TakeBackSettings {
	/** As it was before, by `refText`. */
	readonly former: ReadonlyMap<string, ApiObject>;
	/** Of the cache. */
	readonly namespace: string;
	/** Nodes whose pods cannot be reached. */
	readonly unready: readonly string[];
	readonly onChange: OnChange;
}

/** Pods that never came up take no other shape either; they are not waited for longer than this. */
const mostMs = 60_000;

/**
 * Undoes changes of objects, last first: what was created is taken out as an uninstall does, the cache's address with it;
 * what was updated or deleted is applied as localdns had applied it before. An object that was taken over from somebody
 * else stays as it is.
 *
 * @returns what could not be taken back, in words; empty where all is as before
 */
export async function takeBackObjects(
	cluster: Cluster,
	made: readonly MadeChange[],
	{ former, namespace, unready, onChange }: TakeBackSettings,
): Promise<readonly string[]> {
	const left: string[] = [];
	const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
		try {
			await work();
		} catch (error) {
			if (!(error instanceof LocaldnsError)) throw error;
			left.push(`${what}: ${error.message}`);
		}
	};
	const backwards = made.toReversed();
	const created = backwards.flatMap(({ change, uid }) =>
		change.kind === "create" ? [{ ref: changedRef(change), uid }] : [],
	);
	if (created.length > 0) {
		const settings = { namespace, teardownOf, unready, force: true, timeoutMs: mostMs, onChange };
		await attempt("what was created", () =>
			removeInstall(
				cluster,
				{ remove: created, foreign: [], kept: [] },
				{ ...settings, signal: new AbortController().signal },
			),
		);
	}
	for (const { change } of backwards) {
		if (change.kind === "create") continue;
		const ref = changedRef(change);
		const before = former.get(refText(ref));
		const applied = before === undefined ? undefined : appliedConfiguration(before);
		if (applied === undefined) {
			left.push(`${refText(ref)} stays as it is now: it was not made by localdns`);
			continue;
		}
		onChange({ event: "object", change: "updated", ref });
		await attempt(refText(ref), () => cluster.apply(applied, { force: true }));
	}
	return left;
}
