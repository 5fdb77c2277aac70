import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import { appliedConfiguration, type ObjectRef, refText, teardownOf } from "@localdns/core/plan";
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
	/** Of the cache. */
	readonly addresses: readonly string[];
	readonly timeoutMs: number;
	/** Pods that never came up take no other shape either; they are not waited for longer than this. @default 30000 */
	readonly stallMs?: number;
	readonly onChange: OnChange;
}

/** Pods that end take their time, however short a roll-out may be. */
const leastGoneMs = 60_000;

/** Only the cache has it, so nobody asks there once no node hands it out. The cluster DNS is never such an address. */
const isLinkLocal = (address: string): boolean => /^(169\.254\.|fe80:)/i.test(address);

/**
 * Undoes changes of objects: what was updated or deleted is applied as localdns had applied it before, last first; then
 * what was created, which that may have been standing on, is taken out as an uninstall does, the cache's address with it.
 * An object that was taken over from somebody else gets all of its former fields again.
 *
 * @returns what could not be taken back, in words; empty where all is as before
 */
export async function takeBackObjects(
	cluster: Cluster,
	made: readonly MadeChange[],
	{ former, namespace, unready, addresses, timeoutMs, stallMs = 30_000, onChange }: TakeBackSettings,
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
	for (const { change } of backwards) {
		if (change.kind === "create") continue;
		const ref = changedRef(change);
		const before = former.get(refText(ref));
		if (before === undefined) {
			left.push(`${refText(ref)} stays as it is now: nobody has seen what it was`);
			continue;
		}
		const applied = appliedConfiguration(before) ?? asItWas(ref, before);
		onChange({ event: "object", change: "updated", ref });
		await attempt(refText(ref), () => cluster.apply(applied, { force: true }));
	}
	if (created.length > 0) {
		const settings = { namespace, teardownOf, unready, force: true, stallMs, onChange };
		await attempt("what was created", async () => {
			const { untorn } = await removeInstall(
				cluster,
				{ remove: created, foreign: [], kept: [] },
				{
					...settings,
					timeoutMs: Math.max(leastGoneMs, timeoutMs),
					signal: new AbortController().signal,
				},
			);
			const asked = addresses.filter((address) => !isLinkLocal(address));
			if (untorn > 0 && asked.length > 0)
				left.push(
					`${asked.join(", ")} may still be on ${untorn} node${untorn === 1 ? "" : "s"}, where nobody answers there any more`,
				);
		});
	}
	return left;
}

/** An object that localdns had not made, with every field that it had; the API server's own are left out. */
function asItWas({ apiVersion, kind, namespace, name }: ObjectRef, before: ApiObject): KubernetesObject {
	const { metadata, status: _status, ...fields } = before;
	const { labels = {}, annotations = {} } = metadata ?? {};
	return {
		...fields,
		...{ apiVersion, kind },
		metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels, annotations },
	};
}
