import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { openCluster } from "../../src/adapters/kubernetes/cluster-reader.ts";
import type { Cluster } from "../../src/ports/cluster.ts";
import { withLock } from "../../src/use-cases/change/lock.ts";
import { run } from "./localdns-process.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-changes-lab-"));
let lab: DrivenCluster;
let cluster: Cluster;

/** A Service as the article has it, under the name that the role of install allows. */
const service = (more: object = {}, ports: object[] = [{ name: "dns", port: 53 }]) => ({
	apiVersion: "v1",
	kind: "Service",
	metadata: { name: "node-local-dns", namespace: "kube-system" },
	spec: { clusterIP: "None", ports, ...more },
});
const ref = { apiVersion: "v1", kind: "Service", namespace: "kube-system", name: "node-local-dns" };

beforeAll(async () => {
	await requireClusterLabHost();
	lab = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=5ms"), seed: 12 }, folder);
	await lab.kubectl(["apply", "-f", "-"], (await run(["rbac", "--for", "install"])).stdout);
	const config = JSON.parse(readFileSync(join(folder, "kubeconfig"), "utf8")) as { users: object[] };
	const token = (await lab.kubectl(["-n", "kube-system", "create", "token", "localdns-run-install"])).trim();
	const kubeconfig = join(folder, "install.kubeconfig");
	writeFileSync(kubeconfig, JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] }));
	cluster = openCluster({ kubeconfig, requestTimeoutMs: 30_000 });
});
afterAll(async () => {
	cluster?.close();
	await lab?.close();
	rmSync(folder, { recursive: true });
});

describe("changes to a real API server, under the role of install", () => {
	it("names field and owner of a conflict, and prunes what was taken over", async () => {
		const two = [
			{ name: "dns", port: 53 },
			{ name: "metrics", port: 9253 },
		];
		await lab.kubectl(["apply", "-f", "-"], JSON.stringify(service({ sessionAffinity: "ClientIP" }, two)));
		const other = service({ sessionAffinity: "None" });
		await expect(cluster.apply(other)).rejects.toMatchObject({
			code: "LDNS701",
			reason: expect.stringMatching(/\.spec\.sessionAffinity \(kubectl-client-side-apply/),
		});
		await cluster.takeOver(ref, ["kubectl-client-side-apply"]);
		const applied = (await cluster.apply(other)) as { spec?: { ports?: unknown[] } };
		expect(applied.spec?.ports).toHaveLength(1);
	});

	it("refuses a field that the kind does not have", async () => {
		await expect(cluster.apply(service({ relaod: true }), { dryRun: true })).rejects.toMatchObject({
			code: "LDNS702",
			reason: expect.stringContaining("relaod"),
		});
	});

	it("is changed by one run at a time", async () => {
		const request = { namespace: "kube-system", command: "install", onChange: () => {} };
		const second = await withLock(cluster, { ...request, holder: "first" }, () =>
			withLock(cluster, { ...request, holder: "second" }, async () => "ran").catch((error: unknown) => error),
		);
		expect(second).toMatchObject({ code: "LDNS704" });
		expect(await withLock(cluster, { ...request, holder: "third" }, async () => "ran")).toBe("ran");
	});
});
