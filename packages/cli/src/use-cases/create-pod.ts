import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import type { Cluster } from "../ports/cluster.ts";

const pauseMs = 1000;
/** The service account of a namespace that was just made is there a moment later. */
const accountWithinMs = 20_000;

/** @returns the pod, or why there is none, where that is about this pod or this account alone */
export async function createPod(
	cluster: Pick<Cluster, "create">,
	pod: KubernetesObject,
): Promise<ApiObject | string> {
	const begunAt = performance.now();
	for (;;) {
		try {
			return (await cluster.create(pod)) ?? {};
		} catch (error) {
			const isOfThisPod =
				error instanceof LocaldnsError && ["LDNS604", "LDNS702", "LDNS703"].includes(error.code);
			if (!isOfThisPod) throw error;
			const words = error.reason ?? error.message;
			const isTooEarly = /service ?account/i.test(words) && performance.now() - begunAt < accountWithinMs;
			if (!isTooEarly) return words;
			await sleep(pauseMs);
		}
	}
}
