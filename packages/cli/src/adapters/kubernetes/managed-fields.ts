import type { ManagedFields } from "@localdns/core/cluster";
import { fieldManager } from "@localdns/core/manifests";

interface Entry extends ManagedFields {
	readonly apiVersion?: string;
}

/**
 * Owners of an object's fields after those of `managers` went to `localdns`: only what they wrote as a whole object
 * (operation Update, no subresource), and of that only what is in the same version of the API. The same is done by
 * kubectl when it changes to server-side apply (client-go: util/csaupgrade).
 *
 * @returns undefined where none of them owns anything
 */
export function takenOver(
	entries: readonly Entry[],
	managers: readonly string[],
): readonly Entry[] | undefined {
	const isTheirs = ({ manager = "", operation, subresource = "" }: Entry) =>
		operation === "Update" && subresource === "" && managers.includes(manager);
	const isOurs = ({ manager, operation, subresource = "" }: Entry) =>
		operation === "Apply" && subresource === "" && manager === fieldManager;
	const theirs = entries.filter(isTheirs);
	const base = entries.find(isOurs) ?? theirs[0];
	if (theirs.length === 0 || base === undefined) return undefined;
	const same = theirs.filter(({ apiVersion }) => apiVersion === base.apiVersion);
	const ours: Entry = {
		...base,
		manager: fieldManager,
		operation: "Apply",
		fieldsV1: same.reduce<unknown>((all, { fieldsV1 }) => union(all, fieldsV1), base.fieldsV1),
	};
	return [...entries.filter((entry) => !isTheirs(entry) && !isOurs(entry)), ours];
}

const isTree = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** Of two trees of fields. */
function union(one: unknown, other: unknown): unknown {
	if (!isTree(one)) return other;
	if (!isTree(other)) return one;
	const all = { ...one };
	for (const [key, value] of Object.entries(other)) all[key] = union(one[key], value);
	return all;
}
