import type { CheckResult } from "@localdns/core/checks";
import type { ClusterPlace } from "./ports/cluster.ts";

/** What doctor found, where. */
export interface Diagnosis {
	readonly place: ClusterPlace;
	readonly results: readonly CheckResult[];
}
