import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderBundle } from "@localdns/core/manifests";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cachePod, healthyNodes, nodeObject, podObject } from "../../../core/test/checks/k3s-cluster.ts";
import { type FakeApi, startFakeApi } from "../adapters/kubernetes/fake-api.ts";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-status-"));
const env = { ...process.env, KUBECONFIG: join(folder, "kubeconfig"), NO_COLOR: "1" };
let api: FakeApi;
const nodes = Array.from({ length: 1200 }, (_, index) =>
	nodeObject({ ...(healthyNodes[1] as { name: string }), name: `node-${index}` }),
);

beforeAll(async () => {
	const objects = renderBundle({ profile: "resilient", engine: "node-cache" }, "1.0.0");
	const rendered = (kind: string) =>
		objects.find((each) => each.kind === kind && each.metadata.name === "node-local-dns") as object;
	const own = "namespaces/kube-system";
	api = await startFakeApi({
		"/api/v1/nodes": nodes,
		"/api/v1/pods": nodes.map(({ metadata }) => podObject(cachePod(metadata?.name as string))),
		[`/api/v1/${own}/configmaps/node-local-dns`]: rendered("ConfigMap"),
		[`/api/v1/${own}/configmaps/node-local-dns-inventory`]: objects[0],
		[`/apis/apps/v1/${own}/daemonsets/node-local-dns`]: {
			...rendered("DaemonSet"),
			status: {
				desiredNumberScheduled: 1200,
				updatedNumberScheduled: 1200,
				numberAvailable: 1200,
				numberReady: 1200,
			},
		},
	});
	writeFileSync(join(folder, "kubeconfig"), JSON.stringify(api.kubeconfig));
});
beforeEach(() => {
	api.instead = () => undefined;
});
afterAll(async () => {
	await api.close();
	rmSync(folder, { recursive: true });
});

/** The built command line; the API server answers in this process meanwhile. */
const status = (...argv: string[]) =>
	new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
		execFile(process.execPath, [cli, "status", ...argv], { env }, (error, stdout, stderr) =>
			resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
		);
	});

describe("status", () => {
	it("is content with an installation that is well, at the cost of six requests and the pages", async () => {
		const before = api.seen.length;
		const { code, stdout, stderr } = await status();
		expect(stdout).toContain("by localdns 1.0.0, profile resilient, engine node-cache, mode kubelet");
		expect(stdout).toContain("1200 ask the cache\n");
		expect([code, stderr]).toEqual([0, "all is well\n"]);
		const seen = api.seen.slice(before);
		expect(seen.every(({ method }) => method === "GET")).toBe(true);
		expect(seen.length).toBe(6 + 3 + 3);
	});

	it("says no where something is not as it should be, whatever is printed", async () => {
		for (const output of ["table", "wide", "short", "json", "name"])
			expect((await status("-n", "elsewhere", "-o", output)).code).toBe(1);
		expect((await status("-n", "elsewhere", "-o", "short")).stdout).toMatch(
			/^× LDNS750 no cache is installed\n/,
		);
	});

	it("does not take a missing right for an answer", async () => {
		api.instead = ({ path }) =>
			path === "/api/v1/pods"
				? { status: 403, body: { kind: "Status", code: 403, message: "pods is forbidden" } }
				: undefined;
		const { code, stdout, stderr } = await status();
		expect([code, stdout]).toEqual([3, ""]);
		expect(stderr).toContain("error LDNS604");
	});

	it("refuses to watch what is no text", async () => {
		expect((await status("--watch", "-o", "json")).code).toBe(2);
	});

	it("watches until Ctrl-C, and says where the API server is away what it says", async () => {
		api.instead = () => ({ status: 503, text: "etcd is away" });
		const child = spawn(process.execPath, [cli, "status", "--watch", "-o", "short"], { env });
		child.stdout.setEncoding("utf8");
		const [first] = (await once(child.stdout, "data")) as [string];
		expect(first).toMatch(/^could not find out: /);
		child.kill("SIGINT");
		expect(await once(child, "close")).toEqual([130, null]);
	});
});
