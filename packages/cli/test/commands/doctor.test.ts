import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeApi, startFakeApi } from "../adapters/kubernetes/fake-api.ts";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-doctor-"));
let api: FakeApi;

const dns = "/api/v1/namespaces/kube-system";
const service = {
	metadata: { name: "kube-dns" },
	spec: { clusterIPs: ["10.43.0.10"], ports: [{ port: 53, protocol: "UDP" }, { port: 53 }] },
};
const endpoint = (node: string) => ({ nodeName: node, targetRef: { name: `coredns-${node}` } });
const node = (name: string) => ({
	metadata: { name, annotations: { "k3s.io/node-args": '["agent"]' } },
	spec: { providerID: `k3s://${name}` },
	status: {
		conditions: [{ type: "Ready", status: "True" }],
		nodeInfo: { kubeletVersion: "v1.34.2+k3s1" },
		images: [{ names: ["registry.k8s.io/dns/k8s-dns-node-cache:1.26.8"] }],
	},
});

beforeAll(async () => {
	api = await startFakeApi({
		"/api/v1/nodes": [node("b"), node("a")],
		[`${dns}/services/kube-dns`]: service,
		"/apis/apps/v1/namespaces/kube-system/deployments/coredns": { spec: { replicas: 2 } },
		"/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices": [
			{ endpoints: [endpoint("a"), endpoint("b")] },
		],
	});
	writeFileSync(join(folder, "kubeconfig"), JSON.stringify(api.kubeconfig));
});
afterAll(async () => {
	await api.close();
	rmSync(folder, { recursive: true });
});

/** The built command line; the API server answers in this process meanwhile. */
const doctor = (...argv: string[]) =>
	new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
		const env = { ...process.env, KUBECONFIG: join(folder, "kubeconfig"), NO_COLOR: "1" };
		execFile(process.execPath, [cli, "doctor", ...argv], { env }, (error, stdout, stderr) =>
			resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
		);
	});

describe("doctor", () => {
	it("is content with a cluster that is well, and asks nothing but to read", async () => {
		const before = api.seen.length;
		const { code, stdout, stderr } = await doctor();
		expect(stdout).not.toMatch(/^[×?]/m);
		expect(stderr).toMatch(/^context fake, http:\/\/127\.0\.0\.1:\d+: all is well, \d+ checks\n$/);
		expect(code).toBe(0);
		const written = api.seen.slice(before).filter(({ method }) => method !== "GET");
		expect(new Set(written.map(({ path }) => path))).toEqual(
			new Set(["/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"]),
		);
	});

	it("names what is missing, with a hint and the page of its code, and ends with 1", async () => {
		api.instead = ({ path }) => (path.endsWith("/services/kube-dns") ? { status: 404, body: {} } : undefined);
		const { code, stdout } = await doctor("-o", "short", "--check", "cluster-dns-service");
		api.instead = () => undefined;
		expect(stdout).toBe(
			"× the cluster DNS has an address, and answers UDP and TCP there\n" +
				"    there is no Service kube-dns in kube-system\n" +
				"    hint: kubectl -n kube-system get service kube-dns -o yaml\n" +
				"    cluster-dns-service: see docs/checks/LDNS620.md, or: localdns explain LDNS620\n",
		);
		expect(code).toBe(1);
	});

	it("says what it could not find out where it may not read, and ends with 3", async () => {
		const refusal = { status: 403, body: { message: "pods is forbidden" } };
		api.instead = ({ path }) => (path === "/api/v1/pods" ? refusal : undefined);
		const { code, stdout } = await doctor("--check", "ldns642", "-o", "json");
		api.instead = () => undefined;
		expect(JSON.parse(stdout)).toMatchObject({
			kind: "DoctorReport",
			cluster: { context: "fake", server: api.url },
			checks: [
				{ id: "port-53", status: "unknown", text: "pods is forbidden", docs: "docs/checks/LDNS642.md" },
			],
		});
		expect(code).toBe(3);
	});

	it("gives the same exit code in every format", async () => {
		for (const [output, start] of Object.entries({ json: "{", junit: "<?xml", short: "", table: "API" })) {
			const { code, stdout } = await doctor("-o", output, "--pre");
			expect([output, code, stdout.startsWith(start)]).toEqual([output, 0, true]);
		}
	});

	it("leaves out, with --pre, what is about an installation", async () => {
		expect((await doctor("--list")).stdout).toContain("cache-ready");
		expect((await doctor("--list", "--pre")).stdout).not.toContain("cache-ready");
		expect((await doctor("--pre", "-o", "json")).stdout).not.toContain("cache-ready");
	});

	it("holds no token in what it prints when the server refuses it", async () => {
		api.instead = () => ({ status: 401, body: { message: "Unauthorized" } });
		const { code, stdout, stderr } = await doctor();
		api.instead = () => undefined;
		expect(stderr).toContain("error LDNS603: ");
		expect(stdout + stderr).not.toContain("secret-token");
		expect(code).toBe(3);
	});
});
