import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { KubernetesObject } from "@localdns/core/manifests";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeObject, turned } from "../../../core/test/checks/k3s-cluster.ts";
import { type FakeApi, startFakeApi } from "../adapters/kubernetes/fake-api.ts";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-diff-"));
const env = { ...process.env, KUBECONFIG: join(folder, "kubeconfig"), NO_COLOR: "1" };
const own = "namespaces/kube-system";
const corefilePath = `/api/v1/${own}/configmaps/node-local-dns`;
const plurals: Readonly<Record<string, string>> = {
	ConfigMap: "api/v1",
	ServiceAccount: "api/v1",
	Service: "api/v1",
	DaemonSet: "apis/apps/v1",
};
const rendered = (
	JSON.parse(execFileSync(process.execPath, [cli, "render", "-o", "json"], { encoding: "utf8" })) as {
		items: KubernetesObject[];
	}
).items;
const objects: Record<string, unknown> = {};
let api: FakeApi;

/** As an API server keeps it once localdns has applied it. What it fills in of itself the cluster lab shows. */
function applied(object: KubernetesObject): object {
	const { apiVersion: _, kind: _kind, ...rest } = object;
	const { name: _name, namespace: _namespace, ...metadata } = object.metadata;
	const fieldsV1 = treeOf({ ...rest, metadata });
	return {
		...object,
		metadata: { ...object.metadata, managedFields: [{ manager: "localdns", operation: "Apply", fieldsV1 }] },
	};
}
function treeOf(value: unknown): object {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
	return Object.fromEntries(Object.entries(value).map(([name, below]) => [`f:${name}`, treeOf(below)]));
}

beforeEach(async () => {
	for (const path of Object.keys(objects)) delete objects[path];
	for (const object of structuredClone(rendered)) {
		const { kind, metadata } = object;
		objects[`/${plurals[kind]}/${own}/${kind.toLowerCase()}s/${metadata.name}`] = applied(object);
	}
	objects["/api/v1/nodes"] = [nodeObject({ name: "a", args: ["agent", ...turned] })];
	api = await startFakeApi({});
	api.instead = ({ path }) => {
		const object = objects[path];
		if (object === undefined) return undefined;
		return { status: 200, body: Array.isArray(object) ? { items: object } : object };
	};
	writeFileSync(join(folder, "kubeconfig"), JSON.stringify(api.kubeconfig));
});
afterEach(() => api.close());
afterAll(() => rmSync(folder, { recursive: true }));

/** The built command line; the API server answers in this process meanwhile. */
const diff = (...argv: string[]) =>
	new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
		execFile(process.execPath, [cli, "diff", ...argv], { env }, (error, stdout, stderr) =>
			resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
		);
	});

describe("diff", () => {
	it("finds nothing where the cluster is as install would make it, and asks a bounded number of questions", async () => {
		const { code, stdout, stderr } = await diff("-o", "short");
		expect([stdout, code]).toEqual(["", 0]);
		expect(stderr).toMatch(/: the cluster is as install would make it\n$/);
		expect(api.seen.every(({ method }) => method === "GET")).toBe(true);
		// Seven to know the cluster by, five of the installation, one page of nodes.
		expect(api.seen.length).toBe(7 + 5 + 1);
	});

	it("names a field that was changed by hand, line by line, and who owns it now", async () => {
		const live = objects[corefilePath] as {
			data: { Corefile: string };
			metadata: { managedFields: object[] };
		};
		live.data.Corefile = live.data.Corefile.replace("max_concurrent 3000", "max_concurrent 30");
		live.metadata.managedFields = [
			{ manager: "localdns", operation: "Apply", fieldsV1: { "f:metadata": { "f:labels": {} } } },
			{ manager: "kubectl-edit", operation: "Update", fieldsV1: { "f:data": { "f:Corefile": {} } } },
		];
		const { code, stdout } = await diff();
		expect(code).toBe(1);
		expect(stdout).toMatch(/^~ ConfigMap kube-system\/node-local-dns\n/m);
		expect(stdout).toContain("    data.Corefile conflict: owned by kubectl-edit\n");
		expect(stdout).toMatch(/^ {6}- +max_concurrent 30\n {6}\+ +max_concurrent 3000$/m);
		expect(stdout).not.toContain("prefetch");
	});

	it("shows what is missing and which nodes install would turn", async () => {
		delete objects[corefilePath];
		objects["/api/v1/nodes"] = [
			nodeObject({ name: "a", args: ["agent", ...turned] }),
			nodeObject({ name: "s", args: ["server"] }),
			nodeObject({ name: "b" }),
		];
		const { code, stdout } = await diff("-o", "short");
		expect(code).toBe(1);
		expect(stdout).toBe(
			[
				"+ ConfigMap kube-system/node-local-dns",
				"~ Node b (agent): its kubelet would be turned to the cache",
				"~ Node s (server): its kubelet would be turned to the cache",
				"",
			].join("\n"),
		);
		expect((await diff("-o", "short", "--stage-only")).stdout).not.toContain("Node");
		expect((await diff("-o", "short", "--nodes", "b")).stdout).not.toContain("Node s");
	});

	it("shows an object that somebody else has made, and with what install takes it over", async () => {
		const live = objects[corefilePath] as { metadata: object };
		live.metadata = {
			name: "node-local-dns",
			managedFields: [{ manager: "kubectl-client-side-apply", operation: "Update", fieldsV1: {} }],
		};
		const { code, stdout } = await diff("-o", "short");
		expect(code).toBe(1);
		expect(stdout).toContain("made by kubectl-client-side-apply; install takes it over with --adopt\n");
	});

	it("takes address and domain of the cluster DNS from the cluster, but not over a flag", async () => {
		objects[`/api/v1/${own}/services/kube-dns`] = { spec: { clusterIPs: ["10.96.0.10"] } };
		objects[`/api/v1/${own}/configmaps/cluster-dns`] = { data: { clusterDomain: "corp.local" } };
		expect((await diff()).stdout).toMatch(/\+ +forward \. 10\.96\.0\.10 \{/);
		expect(
			(await diff("--cluster-dns", "10.43.0.10", "-o", "short", "--cluster-domain", "cluster.local")).stdout,
		).toBe("");
	});

	it("never says that something differs where it could not find out", async () => {
		api.instead = ({ path }) =>
			path === corefilePath
				? { status: 403, body: { kind: "Status", code: 403, message: "configmaps is forbidden" } }
				: undefined;
		const { code, stdout, stderr } = await diff();
		expect([code, stdout]).toEqual([3, ""]);
		expect(stderr).toContain("error LDNS604");
		await api.close();
		expect((await diff()).code).toBe(3);
	});
});
