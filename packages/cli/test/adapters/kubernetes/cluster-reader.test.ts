import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { type AccessQuestion, type ApiObject, accessQuestions } from "@localdns/core/cluster";
import { permissionsFor } from "@localdns/core/manifests";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCluster } from "../../../src/adapters/kubernetes/cluster-reader.ts";
import type { ClusterConnection } from "../../../src/adapters/kubernetes/connection.ts";
import type { ClusterReader } from "../../../src/ports/cluster.ts";
import { type FakeApi, kubeconfigFor, startFakeApi } from "./fake-api.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-reader-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: object | string): string {
	const path = join(folder, name);
	writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
	return path;
}

const nodes = Array.from({ length: 1200 }, (_, index) => ({ metadata: { name: `node-${index}` } }));
const questions = accessQuestions(
	permissionsFor("doctor", { namespace: "kube-system", egressNamespaces: [] }),
);
const forbidden = { kind: "Status", code: 403, message: 'nodes is forbidden: User "jane" cannot list' };

let api: FakeApi;
let cluster: ClusterReader;
const connect = (more: Partial<ClusterConnection> = {}): ClusterReader =>
	openCluster({ kubeconfig: write("kubeconfig", api.kubeconfig), requestTimeoutMs: 5000, ...more });

beforeEach(async () => {
	api = await startFakeApi({ "/api/v1/nodes": nodes, "/api/v1/one": { metadata: { name: "one" } } });
	cluster = connect();
});
afterEach(async () => {
	cluster.close();
	await api.close();
});

const codeOf = async (work: Promise<unknown>): Promise<string> => {
	try {
		await work;
		return "none";
	} catch (error) {
		if (!(error instanceof LocaldnsError)) throw error;
		return `${error.code} ${error.message}${error.reason === undefined ? "" : `: ${error.reason}`}`;
	}
};
const nameOf = ({ metadata }: ApiObject) => metadata?.name;

describe("reading a cluster", () => {
	it("says where it reads, the version, an object, and that one is not there", async () => {
		expect(cluster.place).toEqual({ context: "fake", server: api.url });
		expect(await cluster.serverVersion()).toBe("v1.34.2+k3s1");
		expect(await cluster.get("/api/v1/one")).toEqual({ metadata: { name: "one" } });
		expect(await cluster.get("/api/v1/two")).toBeUndefined();
	});

	it("lists in pages of 500, over one connection, and keeps what is asked for", async () => {
		const odd = await cluster.list("/api/v1/nodes", (node) => {
			const name = nameOf(node);
			return name?.endsWith("1") ? name : undefined;
		});
		expect(odd).toHaveLength(120);
		expect(api.seen.map(({ query }) => query.get("continue"))).toEqual([null, "500", "1000"]);
		expect(new Set(api.seen.map(({ connection }) => connection))).toEqual(new Set([1]));
	});

	it("begins a list anew when its pages went out of date, and holds nothing twice", async () => {
		let gone = 1;
		api.instead = ({ query }) => {
			if (query.get("continue") !== "500" || gone === 0) return undefined;
			gone -= 1;
			return { status: 410, body: { kind: "Status", code: 410 } };
		};
		expect(await cluster.list("/api/v1/nodes", nameOf)).toHaveLength(1200);
		api.instead = ({ query }) => (query.get("continue") === null ? undefined : { status: 410, body: {} });
		expect(await codeOf(cluster.list("/api/v1/nodes", nameOf))).toMatch(/^LDNS607 .*out of date 3 times/);
	});

	it("asks about each right, eight at a time at most, and keeps the order", async () => {
		const answers = await cluster.mayI(questions);
		expect(answers).toEqual(questions.map((question: AccessQuestion) => ({ ...question, allowed: true })));
		expect(new Set(api.seen.map(({ connection }) => connection)).size).toBeLessThanOrEqual(8);
		api.instead = () => ({ status: 201, body: { status: {} } });
		expect((await cluster.mayI(questions.slice(0, 1)))[0]?.allowed).toBe(false);
	});

	it("waits when the server is too busy, as long as it asks to", async () => {
		let busy = 2;
		api.instead = () => {
			if (busy === 0) return undefined;
			busy -= 1;
			return { status: 429, body: {}, headers: { "Retry-After": "0.01" } };
		};
		expect(await cluster.serverVersion()).toBe("v1.34.2+k3s1");
		busy = 100;
		expect(await codeOf(cluster.serverVersion())).toMatch(/^LDNS607 .* answered 429/);
	});

	it("shows who is asking, and as whom", async () => {
		cluster.close();
		cluster = connect({ asUser: "jane", asGroups: ["ops", "dns"] });
		await cluster.serverVersion();
		expect(api.seen.at(-1)?.headers).toMatchObject({
			authorization: "Bearer secret-token",
			"impersonate-user": "jane",
			"impersonate-group": "ops, dns",
			"accept-encoding": "gzip",
			"user-agent": expect.stringMatching(/^localdns\//),
		});
	});
});

describe("what goes wrong", () => {
	it.each([
		[401, { message: "Unauthorized" }, /^LDNS603 .*does not know who is asking: Unauthorized$/],
		[403, forbidden, /^LDNS604 get \/version|get the version is forbidden: nodes is forbidden: User "jane"/],
		[500, { message: "etcd is away" }, /^LDNS607 .*answered 500: etcd is away$/],
		[503, "<html>", /^LDNS607 .*answered 503: HTTP status 503$/],
		[200, "<html>", /^LDNS607 .*no JSON$/],
		[200, {}, /^LDNS607 .*no Kubernetes API server/],
	])("%i with %j has a code of its own", async (status, body, error) => {
		api.instead = () => (typeof body === "string" ? { status, text: body } : { status, body });
		expect(await codeOf(cluster.serverVersion())).toMatch(error);
	});

	it("an answer that takes too long ends after the time that was given", async () => {
		cluster.close();
		cluster = connect({ requestTimeoutMs: 100 });
		api.instead = () => ({ status: 200, body: {}, afterMs: 1000 });
		expect(await codeOf(cluster.serverVersion())).toMatch(/^LDNS606 .*within 100ms$/);
	});

	it("nobody listens", async () => {
		await api.close();
		expect(await codeOf(cluster.serverVersion())).toMatch(/^LDNS601 .*cannot be reached: .*ECONNREFUSED/);
	});

	it("a URL that logs in and holds a key is shown without them", async () => {
		const url = new URL(api.url);
		url.username = "jane";
		url.password = "pa55word";
		cluster.close();
		cluster = openCluster({
			kubeconfig: write("with-password", kubeconfigFor(`${url.href}?key=k3y`)),
			requestTimeoutMs: 1000,
		});
		expect(cluster.place.server).toBe(api.url);
	});
});

describe("the kubeconfig", () => {
	const open = (more: Partial<ClusterConnection>) =>
		codeOf((async () => openCluster({ requestTimeoutMs: 1000, ...more }).close())());

	it.each([
		["is not there", "missing", undefined, /^LDNS605 .*is not there$/],
		[
			"is no YAML, and is not quoted",
			"key: {{{ s3cret",
			undefined,
			/^LDNS605 [^:]*: it is not read as a kubeconfig$/,
		],
		["has no such context", kubeconfigFor("http://127.0.0.1:1"), "other", /no context "other": it has fake$/],
		["names no URL", kubeconfigFor("ftp://127.0.0.1"), undefined, /^LDNS605 .*no http or https URL$/],
		["is empty", "", undefined, /^LDNS605/],
		["is a list", "[1]", undefined, /^LDNS605/],
		[
			"names a user that is not in it",
			{ ...kubeconfigFor("http://127.0.0.1:1"), users: [] },
			undefined,
			/^LDNS605 context fake names a cluster or a user/,
		],
	])("that %s is refused", async (_what, content, context, error) => {
		const kubeconfig = content === "missing" ? join(folder, "missing") : write("bad", content);
		const said = await open({ kubeconfig, context });
		expect(said).toMatch(error);
		expect(said).not.toContain("s3cret");
	});

	it("may be several files, of which the first wins where two say the same name", async () => {
		const before = process.env.KUBECONFIG;
		const first = write("first", { ...kubeconfigFor("http://127.0.0.1:1"), "current-context": "fake" });
		const second = write("second", kubeconfigFor("http://127.0.0.1:2"));
		const third = write("third", kubeconfigFor("http://127.0.0.1:3", {}, "third"));
		process.env.KUBECONFIG = [join(folder, "missing"), first, second, third].join(":");
		try {
			const serverOf = (context?: string) => {
				const opened = openCluster({ requestTimeoutMs: 1000, context });
				opened.close();
				return opened.place.server;
			};
			expect(serverOf()).toBe("http://127.0.0.1:1");
			expect(serverOf("third")).toBe("http://127.0.0.1:3");
			process.env.KUBECONFIG = join(folder, "missing");
			expect(await open({})).toMatch(/^LDNS605 KUBECONFIG names .*missing, which is not there$/);
		} finally {
			if (before === undefined) delete process.env.KUBECONFIG;
			else process.env.KUBECONFIG = before;
		}
	});

	it("may speak plain HTTP, as kubectl proxy does", async () => {
		const plain = { ...kubeconfigFor(api.url), clusters: [{ name: "fake", cluster: { server: api.url } }] };
		const reader = openCluster({ kubeconfig: write("plain", plain), requestTimeoutMs: 5000 });
		expect(await reader.serverVersion()).toBe("v1.34.2+k3s1");
		reader.close();
	});

	it("may name a file beside it that holds the token", async () => {
		write("token", "from-file\n");
		const reader = openCluster({
			kubeconfig: write("with-file", kubeconfigFor(api.url, { tokenFile: "token" })),
			requestTimeoutMs: 5000,
		});
		await reader.serverVersion();
		reader.close();
		expect(api.seen.at(-1)?.headers.authorization).toBe("Bearer from-file");
	});

	it("may name a program that fetches the token, and says so when that fails", async () => {
		const credential = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential" };
		const exec = (script: string) => ({
			exec: {
				apiVersion: credential.apiVersion,
				command: process.execPath,
				args: ["-e", script],
				interactiveMode: "Never",
			},
		});
		const token = JSON.stringify(JSON.stringify({ ...credential, status: { token: "fetched" } }));
		const reader = (user: object) =>
			openCluster({ kubeconfig: write("exec", kubeconfigFor(api.url, user)), requestTimeoutMs: 5000 });
		const good = reader(exec(`process.stdout.write(${token})`));
		await good.serverVersion();
		good.close();
		expect(api.seen.at(-1)?.headers.authorization).toBe("Bearer fetched");
		const bad = reader(exec("process.exit(3)"));
		expect(await codeOf(bad.serverVersion())).toMatch(/^LDNS603 .*credentials cannot be had/);
		bad.close();
	});
});
