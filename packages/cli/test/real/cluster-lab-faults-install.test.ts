import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Dump, differences, dumpFiles, dumpObjects } from "./cluster-dump.ts";
import { type FaultLab, openFaultLab, refuse } from "./fault-lab.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-faults-install-"));
const cached = "169.254.20.10";
let lab: FaultLab;
let before: { objects: Dump; files: Dump };
const changed = async () => [
	...differences(before.objects, await dumpObjects(lab.cluster)),
	...differences(before.files, await dumpFiles(lab.cluster)),
];

beforeAll(async () => {
	lab = await openFaultLab(43);
	before = { objects: await dumpObjects(lab.cluster), files: await dumpFiles(lab.cluster) };
}, 120_000);
afterAll(async () => {
	await lab?.close();
	rmSync(folder, { recursive: true });
});

describe("install, when something goes wrong", () => {
	it("begins with nothing that the API server would refuse", async () => {
		const refusal = await refuse(lab.cluster, "CREATE", "no cache here");
		const { code, stderr } = await lab.run("install", "--yes");
		await refusal.lift();
		expect(code, stderr).toBe(1);
		expect(stderr).toMatch(/LDNS702[\s\S]*no cache here/);
		expect(await changed()).toEqual([]);
	});

	it("takes the cache back where a program on a node has its port", async () => {
		const listen = `require("dgram").createSocket("udp4").bind(53, "0.0.0.0"); setTimeout(() => process.exit(), 300000)`;
		await lab.shell(
			"far",
			`setsid '${process.execPath}' -e '${listen}' >/dev/null 2>&1 </dev/null & echo $! >/run/clash`,
		);
		const { code, stderr } = await lab.run("install", "--yes", "--timeout", "10s");
		await lab.shell("far", "kill $(cat /run/clash)");
		expect(code, stderr).toBe(4);
		expect(stderr).toMatch(/LDNS712[\s\S]*far/);
		expect(await lab.withoutDns("near", "far")).toEqual([]);
		expect(await changed()).toEqual([]);
	});

	it("takes a cache back that asks a cluster DNS which is not there", async () => {
		const file = join(folder, "wrong.yaml");
		writeFileSync(file, "apiVersion: localdns.dev/v1alpha1\nkind: Config\nclusterDns: 10.43.0.99\n");
		const { code, stderr } = await lab.run("install", "--yes", "-f", file);
		expect(code, stderr).toBe(4);
		expect(stderr).toMatch(/LDNS713[\s\S]*expected 10.43.0.1/);
		expect([await lab.namedOn("far"), await lab.namedOn("near")]).toEqual(["", ""]);
		expect(await changed()).toEqual([]);
	});

	it("goes on from wherever it was killed, while every pod resolves", async () => {
		const { killedAt, end } = await lab.killAtEachStep("install", "--yes");
		expect(end.code, end.stderr).toBe(0);
		for (const step of ["apply the objects", "created DaemonSet", "wait for the cache", "node far: turning"])
			expect(killedAt.join("\n")).toContain(step);
		expect([await lab.namedOn("far"), await lab.namedOn("near")]).toEqual([cached, cached]);
		expect(await lab.withoutDns("near", "far")).toEqual([]);
		const again = await lab.run("install", "--yes", "-o", "json");
		expect(again.code, again.stderr).toBe(0);
		const report = JSON.parse(again.stdout) as { objects: { change: string }[]; nodes: unknown[] };
		expect(new Set(report.objects.map(({ change }) => change))).toEqual(new Set(["unchanged"]));
		expect(report.nodes).toEqual([]);
	}, 240_000);

	it("is one run at a time, and outlives a restart of the API server", async () => {
		const file = join(folder, "metrics.yaml");
		writeFileSync(file, "apiVersion: localdns.dev/v1alpha1\nkind: Config\nmetrics: local\n");
		const first = lab.start("install", "--yes", "-f", file);
		await first.says("apply the objects");
		const second = await lab.run("install", "--yes");
		expect(second.code, second.stderr).toBe(3);
		expect(second.stderr).toContain("LDNS704: install by ");
		expect(first.child.exitCode).toBeNull();
		await lab.shell("near", "systemctl restart k3s");
		const { code, stderr } = await first.ended;
		expect(code, stderr).toBe(0);
		expect([await lab.namedOn("far"), await lab.namedOn("near")]).toEqual([cached, cached]);
		expect(await lab.withoutDns("near", "far")).toEqual([]);
	});
});
