import { describe, expect, it } from "vitest";
import { type Check, type CheckResult, runChecks } from "../../src/checks/index.ts";
import type { ClusterSnapshot } from "../../src/cluster/index.ts";
import { healthyCluster } from "./k3s-cluster.ts";

/** What differs from the healthy cluster. */
type Change = Partial<Omit<ClusterSnapshot, "clusterDns">> & {
	readonly clusterDns?: Partial<ClusterSnapshot["clusterDns"]>;
};

type Case = readonly [id: string, what: string, Change, status: CheckResult["status"], text: RegExp];

/** Each case is the healthy cluster with one thing changed, and what a check has to say of it. */
export function judges(about: string, checks: readonly Check[], cases: readonly Case[]): void {
	describe(`checks on ${about}`, () => {
		it.each(cases)("%s: judges %s", (id, _what, { clusterDns, ...change }, status, text) => {
			const cluster = {
				...healthyCluster,
				...change,
				clusterDns: { ...healthyCluster.clusterDns, ...clusterDns },
			};
			const [result] = runChecks(
				checks.filter((check) => check.id === id),
				cluster,
			);
			expect(result?.status, result?.text).toBe(status);
			expect(result?.text).toMatch(text);
			expect(result?.hint !== undefined).toBe(status === "error" || status === "warning");
		});

		it("have each something that they do not like", () => {
			const found = new Set(cases.filter(([, , , status]) => status !== "ok").map(([id]) => id));
			expect(checks.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
		});
	});
}
