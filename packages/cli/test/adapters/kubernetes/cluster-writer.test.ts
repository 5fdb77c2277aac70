import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCluster } from "../../../src/adapters/kubernetes/cluster-reader.ts";
import { takenOver } from "../../../src/adapters/kubernetes/managed-fields.ts";
import type { Cluster } from "../../../src/ports/cluster.ts";
import { type FakeApi, startFakeApi } from "./fake-api.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-writer-"));
afterAll(() => rmSync(folder, { recursive: true }));

const object = {
	apiVersion: "apps/v1",
	kind: "DaemonSet",
	metadata: { name: "node-local-dns", namespace: "kube-system" },
};
const ref = { apiVersion: "apps/v1", kind: "DaemonSet", namespace: "kube-system", name: "node-local-dns" };
const path = "/apis/apps/v1/namespaces/kube-system/daemonsets";

let api: FakeApi;
let cluster: Cluster;
beforeEach(async () => {
	api = await startFakeApi({});
	const kubeconfig = join(folder, "kubeconfig");
	writeFileSync(kubeconfig, JSON.stringify(api.kubeconfig));
	cluster = openCluster({ kubeconfig, requestTimeoutMs: 5000 });
});
afterEach(async () => {
	cluster.close();
	await api.close();
});

const answer = (status: number, body: object = object) => {
	api.instead = () => ({ status, body });
};
async function said(work: Promise<unknown>): Promise<string> {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof LocaldnsError)) throw error;
	return `${error.code} ${error.message}: ${error.reason}`;
}

describe("writing to an API server", () => {
	it("applies strictly, as one manager, and forced or in a dry run only when told", async () => {
		answer(200);
		await cluster.apply(object);
		await cluster.apply(object, { force: true, dryRun: true });
		const [plain, forced] = api.seen;
		expect(plain?.path).toBe(`${path}/node-local-dns`);
		expect(plain?.method).toBe("PATCH");
		expect(plain?.headers["content-type"]).toBe("application/apply-patch+yaml");
		expect(plain?.query.toString()).toBe("fieldManager=localdns&fieldValidation=Strict&force=false");
		expect(forced?.query.toString()).toBe(
			"fieldManager=localdns&fieldValidation=Strict&dryRun=All&force=true",
		);
		expect(cluster.requests).toBe(2);
	});

	it("creates, and says that there is one already", async () => {
		answer(201);
		expect(await cluster.create(object)).toEqual(object);
		expect(api.seen[0]).toMatchObject({ method: "POST", path });
		answer(409, { kind: "Status", reason: "AlreadyExists", message: "exists" });
		expect(await cluster.create(object)).toBeUndefined();
	});

	it("leaves what is another object by now", async () => {
		answer(409, { kind: "Status", reason: "Conflict", message: "the object has been modified" });
		expect(await cluster.patch(ref, { spec: {} }, "7")).toBeUndefined();
		expect(await cluster.delete(ref, "uid")).toBe(false);
		answer(404, { kind: "Status", message: "not found" });
		expect(await cluster.delete(ref)).toBe(false);
		expect(await cluster.read(ref)).toBeUndefined();
	});

	it("reads a log as it is, and none of a pod whose container has not begun", async () => {
		api.instead = () => ({ status: 200, text: "one\ntwo" });
		expect(await cluster.log("a", "b", 9)).toBe("one\ntwo");
		expect(api.seen[0]?.query.get("limitBytes")).toBe("9");
		answer(400, { kind: "Status", message: "container is waiting to start" });
		expect(await cluster.log("a", "b", 9)).toBe("");
	});

	it.each([
		[
			409,
			{
				reason: "Conflict",
				message: "Apply failed with 1 conflict",
				details: {
					causes: [
						{
							reason: "FieldManagerConflict",
							field: ".spec.template",
							message: 'conflict with "argocd" using apps/v1 at 2026-01-02T03:04:05Z',
						},
					],
				},
			},
			/^LDNS701 DaemonSet kube-system\/node-local-dns: .*\.spec\.template \(argocd, 2026-01-02T03:04:05Z\)$/,
		],
		[
			403,
			{ message: 'admission webhook "deny.example.org" denied the request: no' },
			/^LDNS702 .*webhook deny\.example\.org/,
		],
		[
			500,
			{
				message:
					'failed calling webhook "w.example.org": Post "https://jane:s3cret@w.example.org/?timeout=1s": EOF',
			},
			/^LDNS702 .*webhook w\.example\.org: (?!.*s3cret)/,
		],
		[
			422,
			{
				reason: "Invalid",
				message: "ValidatingAdmissionPolicy 'no-dns' with binding 'all' denied request: no",
			},
			/^LDNS702 .*ValidatingAdmissionPolicy no-dns/,
		],
		[400, { message: 'strict decoding error: unknown field "spec.x"' }, /^LDNS702 .*spec\.x/],
		[403, { message: "exceeded quota: small, requested: pods=1" }, /^LDNS703 .*exceeded quota: small/],
		[403, { reason: "Forbidden", message: "User jane cannot patch" }, /^LDNS604 /],
		[
			403,
			{
				message: "unable to create new content",
				details: { causes: [{ reason: "NamespaceTerminating" }] },
			},
			/^LDNS706 .*kube-system is being deleted/,
		],
		[404, { message: 'namespaces "x" not found' }, /^LDNS706 .*is not there/],
		[500, { message: "Bearer abc.def is bad" }, /^LDNS607 .*Bearer … is bad$/],
	])("%i with %j has a code of its own", async (status, body, error) => {
		answer(status, { kind: "Status", ...body });
		expect(await said(cluster.apply(object))).toMatch(error);
	});

	it("takes a namespace that is not there for a mistake in what was asked, not for an answer", async () => {
		answer(404, { kind: "Status", message: 'namespaces "x" not found' });
		await expect(cluster.create(object)).rejects.toMatchObject({ code: "LDNS706", exitCode: 2 });
	});
});

describe("fields of other managers", () => {
	const kubectl = {
		manager: "kubectl-client-side-apply",
		operation: "Update",
		apiVersion: "apps/v1",
		fieldsV1: { "f:spec": { "f:ports": {} } },
	};
	const status = { manager: "k", operation: "Update", apiVersion: "apps/v1", subresource: "status" };

	it("become localdns' own, whether it has applied before or not", () => {
		const own = { manager: "localdns", operation: "Apply", apiVersion: "apps/v1" };
		expect(takenOver([kubectl, status], [kubectl.manager])).toEqual([
			status,
			{ ...own, fieldsV1: kubectl.fieldsV1 },
		]);
		const before = { ...own, fieldsV1: { "f:spec": { "f:image": {} } } };
		expect(takenOver([before, kubectl], [kubectl.manager])).toEqual([
			{ ...own, fieldsV1: { "f:spec": { "f:image": {}, "f:ports": {} } } },
		]);
	});

	it("stay where they are when they are another's, a subresource's or an apply's", () => {
		expect(takenOver([kubectl], ["other"])).toBeUndefined();
		expect(takenOver([status], ["k"])).toBeUndefined();
		expect(takenOver([{ ...kubectl, operation: "Apply" }], [kubectl.manager])).toBeUndefined();
	});

	it("are read anew when the object changed meanwhile", async () => {
		let changes = 1;
		api.instead = ({ method }) => {
			if (method === "GET")
				return { status: 200, body: { metadata: { resourceVersion: "1", managedFields: [kubectl] } } };
			changes -= 1;
			return changes >= 0
				? { status: 409, body: { kind: "Status", reason: "Conflict" } }
				: { status: 200, body: object };
		};
		expect(await cluster.takeOver(ref, [kubectl.manager])).toEqual(object);
		expect(api.seen.map(({ method }) => method)).toEqual(["GET", "PATCH", "GET", "PATCH"]);
		expect(api.seen[1]?.headers["content-type"]).toBe("application/json-patch+json");
	});
});
