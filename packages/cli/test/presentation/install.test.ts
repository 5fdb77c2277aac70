import { LocaldnsError } from "@localdns/core";
import { renderBundle } from "@localdns/core/manifests";
import type { InstallPlan } from "@localdns/core/plan";
import { jsonSchemas } from "@localdns/core/schemas";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { Installed } from "../../src/install-outcome.ts";
import { installReport } from "../../src/presentation/install-report.ts";
import { installedLines, installPlanLines } from "../../src/presentation/install-view.ts";
import { createStyle } from "../../src/presentation/style.ts";

const style = createStyle(false);
const bundle = renderBundle({ profile: "resilient", engine: "node-cache" }, "1.0.0");
const plan: InstallPlan = {
	objects: bundle.map((object) => ({ kind: "create", object })),
	turns: [
		{ node: "agent-1", role: "agent", canary: true, why: "not-yet" },
		{ node: "agent-2", role: "agent", canary: false, why: "interrupted" },
		{ node: "server", role: "server", canary: false, why: "not-yet" },
	],
	left: [
		{ node: "dark", because: "is not Ready: Kubelet stopped posting node status.", well: false },
		{ node: "done", because: "hands out the cache already", well: true },
	],
	warnings: ["3 running pods keep their nameserver until they are recreated"],
};
const same: InstallPlan = {
	...plan,
	objects: bundle.map((object) => ({ kind: "unchanged", object })),
	turns: [],
};
const error = new LocaldnsError("LDNS721", "K3s did not come back", { reason: "\u001b[31mred" });
const ended: Installed = {
	changed: [{ apiVersion: "v1", kind: "ConfigMap", namespace: "kube-system", name: "node-local-dns" }],
	verified: ["agent-1", "agent-2", "server"],
	turned: ["agent-1"],
	failed: [{ node: "agent-2", outcome: { is: "undone", error } }],
	left: [{ node: "server", because: "was not begun" }],
	error: undefined,
	takenBack: undefined,
	interrupted: false,
};
const cluster = { context: "lab", server: "https://127.0.0.1:6443", uid: "1" };
const cost = { requests: 120, seconds: 61.23 };
const accepts = new Ajv2020({ validateFormats: false, allErrors: true }).compile(
	jsonSchemas()["install-report"] as object,
);

describe("the plan of an install", () => {
	it("has objects, nodes in their order, those that are left, and what should be known", () => {
		const shown = installPlanLines(plan, style, true);
		expect(shown).toMatch(
			/^cache registry\.k8s\.io\/dns\/k8s-dns-node-cache:1\.26\.8, namespace kube-system\n/,
		);
		expect(shown).toContain("+ DaemonSet kube-system/node-local-dns");
		expect(shown.indexOf("agent-1")).toBeLessThan(shown.indexOf("server"));
		expect(shown).toContain("agent-2 (agent, a turn was begun)");
		expect(shown).toContain("dark would be left: is not Ready");
		expect(shown).not.toContain("done");
		expect(shown).toContain("‼ 3 running pods");
		expect(shown).toContain("K3s is restarted on each of these nodes, in this order");
	});

	it("says that nothing changes, and that no kubelet does", () => {
		expect(installPlanLines(same, style, true)).toMatch(/^everything is as it should be/);
		expect(installPlanLines({ ...plan, turns: [] }, style, true)).toMatch(
			/no kubelet is changed(?!.*K3s is restarted)/s,
		);
	});
});

describe("how an install ended", () => {
	it("names what was changed, turned, failed and left, and steers no terminal", () => {
		const shown = installedLines(plan, ended, style, cost);
		expect(shown).toContain("turned: agent-1");
		expect(shown).toContain("agent-2: could not be turned, and is as before");
		expect(shown).toContain("left: server was not begun");
		expect(shown).toContain("left: dark is not Ready");
		expect(shown).toContain("61 s, 120 requests");
		expect(shown).not.toContain("\u001b");
	});

	it("claims no object where all was taken back", () => {
		const failed: Installed = { ...ended, turned: [], failed: [], left: [], error, takenBack: true };
		const shown = installedLines(plan, failed, style, cost);
		expect(shown).toContain("objects are as before");
		expect(shown).not.toContain("changed:");
	});

	it("is told as the published schema says, dry or not", () => {
		const dry: unknown = JSON.parse(installReport(cluster, plan, undefined, cost));
		accepts(dry);
		expect(accepts.errors).toBe(null);
		expect(dry).toMatchObject({
			dryRun: true,
			nodes: [{ state: "to-turn" }, {}, {}],
			left: [{ node: "dark" }],
		});
		const real: unknown = JSON.parse(installReport(cluster, plan, ended, cost));
		accepts(real);
		expect(accepts.errors).toBe(null);
		expect(real).toMatchObject({
			nodes: [{ state: "turned" }, { state: "undone", error: { code: "LDNS721" } }, { state: "not-turned" }],
			seconds: 61.2,
		});
	});
});
