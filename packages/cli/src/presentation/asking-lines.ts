import type { WorkloadPods } from "@localdns/core/plan";
import { printable } from "./printable.ts";

/** Workloads whose pods may ask the cache, and how each is recreated; localdns never does it. */
export function askingLines(asking: readonly WorkloadPods[], most: number = asking.length): string {
	const lines = asking.slice(0, most).flatMap(({ namespace, workload, pods, asks, recreate }) => {
		const count = `${pods.length} pod${pods.length === 1 ? "" : "s"}`;
		const doubt = asks === "either" ? ", which started while its node was being changed" : "";
		return [`  ${namespace}/${workload}: ${count}${doubt}`, `    ${recreate}`];
	});
	const rest = asking.length - most;
	const more = rest > 0 ? [`  and ${rest} more workloads (localdns status -o wide)`] : [];
	return [...printable(lines), ...more].map((line) => `${line}\n`).join("");
}
