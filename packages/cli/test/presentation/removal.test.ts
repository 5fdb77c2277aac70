import { LocaldnsError } from "@localdns/core";
import { jsonSchemas } from "@localdns/core/schemas";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { rollbackReport, uninstallReport } from "../../src/presentation/removal-report.ts";
import { restorationLines, rollbackPlanLines } from "../../src/presentation/rollback-view.ts";
import { createStyle } from "../../src/presentation/style.ts";
import { uninstallationLines, uninstallPlanLines } from "../../src/presentation/uninstall-view.ts";
import type { Restoration, RollbackPlan, Uninstallation, UninstallPlan } from "../../src/removal.ts";
import { restorationExit } from "../../src/removal-exit.ts";

const style = createStyle(false);
const pods = {
	namespace: "shop",
	workload: "Deployment/web",
	pods: ["web-1", "web-2"],
	nodes: ["agent-1"],
	asks: "either",
	recreate: "kubectl -n shop rollout restart deployment web",
} as const;
const plan: RollbackPlan = {
	nodes: [
		{ node: "agent-1", role: "agent", why: "no-record", notReady: undefined },
		{ node: "server", role: "server", why: "turned", notReady: undefined },
	],
	unready: [{ node: "far", role: "agent", why: "turned", notReady: "Kubelet stopped posting node status." }],
	warnings: ["agent-1 hands out the cache, and no turn of localdns is on record"],
};
const error = new LocaldnsError("LDNS741", "it did not come back", {
	reason: "\u001b[31mred",
	hint: "look at it",
});
const failed: Restoration = {
	returned: [],
	failed: [{ node: "agent-1", outcome: { is: "undone", error } }],
	left: ["server"],
};
const map = { apiVersion: "v1", kind: "ConfigMap", namespace: "kube-system", name: "node-local-dns" };
const whole: UninstallPlan = {
	...plan,
	asking: [pods],
	removal: {
		remove: [{ ref: map, uid: "1" }],
		foreign: [{ ref: { ...map, kind: "Service" }, managers: ["helm"] }],
		kept: [],
	},
};
const kept: Uninstallation = {
	nodes: { returned: ["agent-1", "server"], failed: [], left: [] },
	deleted: [],
	lost: [],
	kept: error,
	asking: [pods],
	interrupted: false,
};

describe("what rollback and uninstall print", () => {
	it("is the order of the nodes, who is left, and the warnings", () => {
		expect(rollbackPlanLines(plan, style)).toBe(
			[
				"nodes, in this order:",
				"  agent-1 (agent), without a record",
				"  server (server)",
				"  far is left: Kubelet stopped posting node status.",
				"‼ agent-1 hands out the cache, and no turn of localdns is on record",
				"",
			].join("\n"),
		);
	});

	it("is what became of each node that is not as wanted, nothing of it steering the terminal", () => {
		expect(restorationLines(failed, style)).toBe(
			[
				"agent-1: could not be given back, and hands out the cache as before",
				"  LDNS741: it did not come back",
				"  cause: \ufffd[31mred",
				"  hint: look at it",
				"not begun: server",
				"",
			].join("\n"),
		);
	});

	it("is what is deleted, and whom the cache stays for with the command", () => {
		const before = uninstallPlanLines(whole, style);
		expect(before).toContain("then are deleted, in this order:\n  - ConfigMap kube-system/node-local-dns\n");
		const after = uninstallationLines(kept, style);
		for (const text of [before, after])
			expect(text).toContain(
				"  shop/Deployment/web: 2 pods, which started while its node was being changed\n    kubectl -n shop rollout restart deployment web\n",
			);
		expect(after).toContain("given back: agent-1, server\nthe cache stays for these pods");
	});
});

describe("colour", () => {
	it("reaches the terminal, where it is wanted", () => {
		const painted = createStyle(true);
		for (const text of [
			rollbackPlanLines(plan, painted),
			restorationLines(failed, painted),
			uninstallationLines(kept, painted),
		])
			expect(text).toContain("\u001b[");
	});
});

describe("the reports of rollback and uninstall", () => {
	const cluster = { context: "lab", server: "https://127.0.0.1:6443", uid: "u" };
	const accepts = (name: "rollback-report" | "uninstall-report") =>
		new Ajv2020({ validateFormats: false, allErrors: true }).compile(jsonSchemas()[name]);

	it("keep to their schemas before and after", () => {
		const reports = {
			"rollback-report": [
				rollbackReport(cluster, plan, [pods]),
				rollbackReport(cluster, plan, [pods], failed),
			],
			"uninstall-report": [uninstallReport(cluster, whole), uninstallReport(cluster, whole, kept)],
		} as const;
		for (const [name, texts] of Object.entries(reports)) {
			const check = accepts(name as keyof typeof reports);
			for (const text of texts) {
				check(JSON.parse(text));
				expect(check.errors).toBe(null);
				expect(check({ ...JSON.parse(text), kind: "Nothing" })).toBe(false);
			}
		}
	});

	it("tell what was and what was not done", () => {
		const states = (text: string) =>
			(JSON.parse(text) as { nodes: { state: string }[] }).nodes.map(({ state }) => state);
		expect(states(rollbackReport(cluster, plan, []))).toEqual(["to-return", "to-return", "unready"]);
		expect(states(rollbackReport(cluster, plan, [], failed))).toEqual(["undone", "not-begun", "unready"]);
		const { objects, keptBecause } = JSON.parse(uninstallReport(cluster, whole, kept)) as {
			objects: { state: string }[];
			keptBecause: unknown;
		};
		expect(objects.map(({ state }) => state)).toEqual(["kept", "foreign"]);
		expect(keptBecause).toMatchObject({ code: "LDNS741" });
	});
});

describe("the exit code of nodes' way back", () => {
	it("is 5 where a node's state is not known, 4 where it is as before, 130 where some were not begun", () => {
		const ended = (is: "undone" | "unclear" | undefined, left: string[]): Restoration => ({
			returned: [],
			failed: is === undefined ? [] : [{ node: "a", outcome: { is, error } }],
			left,
		});
		expect(restorationExit(ended("unclear", ["b"]))).toBe(5);
		expect(restorationExit(ended("undone", ["b"]))).toBe(4);
		expect(restorationExit(ended(undefined, ["b"]))).toBe(130);
		expect(restorationExit(ended(undefined, []))).toBeUndefined();
	});
});
