import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPods, shellPod } from "../../../lab/test/real/cluster-driver.ts";
import { type Dump, differences, dumpFiles, dumpObjects } from "./cluster-dump.ts";
import { type FaultLab, openFaultLab, refuse } from "./fault-lab.ts";

let lab: FaultLab;
let before: { objects: Dump; files: Dump };
const changed = async () => [
	...differences(before.objects, await dumpObjects(lab.cluster)),
	...differences(before.files, await dumpFiles(lab.cluster)),
];

beforeAll(async () => {
	lab = await openFaultLab(42);
	before = { objects: await dumpObjects(lab.cluster), files: await dumpFiles(lab.cluster) };
	await lab.putCache();
	await lab.turnByHand("far");
	await lab.turnByHand("near");
}, 120_000);
afterAll(() => lab?.close());

describe("uninstall, when something goes wrong", () => {
	it("says with 5 that the API server refuses to delete, while every node is back at the cluster DNS", async () => {
		const refusal = await refuse(lab.cluster, "DELETE", "the cache is kept");
		const { code, stderr } = await lab.run("uninstall", "--yes");
		await refusal.lift();
		expect(code, stderr).toBe(5);
		expect(stderr).toMatch(/LDNS702[\s\S]*the cache is kept/);
		expect(stderr).toMatch(/to go on: localdns uninstall/);
		expect(await lab.withoutDns("near", "far")).toEqual([]);
	});

	it("goes on from wherever it was killed, while every pod resolves, and leaves nothing", async () => {
		await lab.putCache();
		await lab.turnByHand("far");
		const { killedAt, end } = await lab.killAtEachStep("uninstall", "--yes");
		expect(end.code, end.stderr).toBe(0);
		for (const step of [
			"node far: returning",
			"node far: back",
			"roll the cache",
			"deleted DaemonSet",
			"deleted ConfigMap",
		])
			expect(killedAt.join("\n")).toContain(step);
		expect(await lab.withoutDns("near", "far")).toEqual([]);
		expect(await changed()).toEqual([]);
	}, 240_000);

	it("takes the cache out of a node that does not report by --force, naming the pods, and rollback still helps that node", async () => {
		await lab.putCache();
		await lab.turnByHand("far");
		await runPods(lab.cluster, shellPod("cached", "far"));
		await lab.stopFar();
		const { code, stdout, stderr } = await lab.run("uninstall", "--force", "--yes", "--timeout", "20s");
		expect(code, stderr).toBe(0);
		expect(stderr).toContain("far is not Ready");
		expect(stdout).toMatch(/pods without DNS until they are recreated:\n {2}default\/Pod\/cached: 1 pod/);
		expect(await lab.withoutDns("near")).toEqual([]);
		await lab.startFar();
		const back = await lab.run("rollback", "--yes");
		expect(back.code, back.stderr).toBe(0);
		await lab.kubectl("delete", "pod", "cached", "--now");
		expect(await lab.withoutDns("near", "far")).toEqual([]);
		// Nobody knows since when that node had handed out the cache, so its other pods are suspected as well.
		const last = await lab.run("uninstall", "--force", "--yes");
		expect(last.code, last.stderr).toBe(0);
		expect(await changed()).toEqual([]);
	});
});
