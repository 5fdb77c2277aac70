import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import type { Cluster } from "../ports/cluster.ts";

const pauseMs = 1000;
/** The service account of a namespace that was just made is there a moment later. */
const accountWithinMs = 20_000;

/**
 * Creates an object of a node.
 *
 * @param begunAt when the first of many was to be created, on the clock of `performance.now()` @default now
 * @returns the object, or why there is none, where that is about this object or this account alone
 */
export async function createObject(
	cluster: Pick<Cluster, "create">,
	object: KubernetesObject,
	begunAt = performance.now(),
): Promise<ApiObject | string> {
	for (;;) {
		try {
			return (await cluster.create(object)) ?? {};
		} catch (error) {
			const isOfThisObject =
				error instanceof LocaldnsError && ["LDNS604", "LDNS702", "LDNS703"].includes(error.code);
			if (!isOfThisObject) throw error;
			const words = error.reason ?? error.message;
			const isTooEarly = /service ?account/i.test(words) && performance.now() - begunAt < accountWithinMs;
			if (!isTooEarly) return words;
			await sleep(pauseMs);
		}
	}
}
