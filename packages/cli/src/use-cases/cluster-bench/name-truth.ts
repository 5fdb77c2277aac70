import type { Truth } from "@localdns/core/measure";
import { keyOf, type NamedService } from "./named-services.ts";

/** What names were worth over a run, and which of them nobody can say it of. */
export interface NameTruth {
	readonly truth: Truth;
	/** Sentences on names that were worth something else at the end: their answers are not held against anything. */
	readonly changed: readonly string[];
}

/** Where nobody could look at the end: no answer is held against anything. */
export const unknownTruth = (reason: string): NameTruth => ({
	truth: {},
	changed: [
		`what names were worth at the end could not be read (${reason}): answers are not judged by their content`,
	],
});

/**
 * Compares what the chosen Services were worth at the begin and at the end of a run. What came and went in between is
 * not seen; for a ClusterIP, which lives as long as its Service, that makes no difference.
 */
export function nameTruth(
	chosen: readonly NamedService[],
	atEnd: readonly NamedService[],
	domain: string,
): NameTruth {
	const later = new Map(atEnd.map((service) => [keyOf(service), service]));
	const truth: Truth = {};
	const changed: string[] = [];
	for (const service of chosen) {
		const name = `${service.name}.${service.namespace}.svc.${domain}`;
		const now = later.get(keyOf(service));
		if (now !== undefined && now.addresses.join() === service.addresses.join()) {
			truth[`${name.toLowerCase()}.`] = [{ sinceMs: null, addresses: [...service.addresses] }];
			continue;
		}
		const became =
			now === undefined
				? "is gone"
				: `had ${listed(service.addresses)} at the begin and ${listed(now.addresses)} at the end`;
		changed.push(`${name} ${became}: its answers are not judged by their content`);
	}
	return { truth, changed };
}

const listed = (addresses: readonly string[]): string =>
	addresses.length === 0 ? "no address" : addresses.slice(0, 4).join(", ");
