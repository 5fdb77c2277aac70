import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { historyJson } from "../packages/cli/src/presentation/health-history-view.ts";
import { startFakeApi } from "../packages/cli/test/adapters/kubernetes/fake-api.ts";
import { storeRun } from "../packages/core/src/report/stored-run.ts";
import { writeRun } from "../packages/core/src/report/write.ts";
import { checkAll, countsFor, reportOf } from "../packages/core/test/health/sample-check.ts";
import { clusterReport } from "../packages/core/test/report/cluster-report.ts";
import { syntheticRun } from "../packages/core/test/report/synthetic-run.ts";
import { wholeText } from "../packages/core/test/report/whole-text.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "packages/cli/bin/localdns.mjs");
const reference = join(root, "docs/reference");
const folder = mkdtempSync(join(tmpdir(), "localdns-documents-"));

const inFolder = (name: string): string => join(folder, name);
const stored = (name: string): string => readFileSync(inFolder(name), "utf8");

/** What the tool prints, whatever its verdict; it must not have failed to answer. */
function localdns(...argv: string[]): string {
	const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...argv], {
		cwd: folder,
		encoding: "utf8",
		maxBuffer: 64 * 2 ** 20,
	});
	if (status !== 0 && status !== 1) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
	return stdout;
}

/** On an API server that answers in this process, so it must not be waited for with the event loop stopped. */
async function onApi(command: string, ...options: string[]): Promise<string> {
	const api = await startFakeApi({});
	writeFileSync(inFolder("kubeconfig"), JSON.stringify(api.kubeconfig));
	const argv = [cli, command, ...options, "--kubeconfig", "kubeconfig", "-o", "json"];
	try {
		return await promisify(execFile)(process.execPath, argv, { cwd: folder }).then(
			({ stdout }) => stdout,
			// "No" is an answer, and printed.
			(error: { code: unknown; stdout: string }) => {
				if (error.code !== 1) throw error;
				return error.stdout;
			},
		);
	} finally {
		await api.close();
	}
}

/** A run of a health check with a node in trouble. */
const [checked] = checkAll([countsFor({ near: 0, far: 0.6 })]) as [ReturnType<typeof checkAll>[number]];

const firstLine = (text: string): string => text.slice(0, text.indexOf("\n"));

type Json = Record<string, unknown>;

interface Document {
	/** A real one, as text. */
	print(): string | Promise<string>;
	/** Makes it a wrong one. */
	spoil(document: Json): void;
}

const spoilKind = (document: Json): void => {
	document.kind = "Nothing";
};

const skipped = ["nodes-ready", "cluster-dns-service", "coredns-ready", "cluster-domain"].flatMap((id) => [
	"--skip-check",
	id,
]);

/** Every published schema by name. */
const documents: Record<string, Document> = {
	"bench-report": {
		print: () => localdns("bench", "report", "before.json", "-o", "json"),
		spoil: (report) => {
			report.verdict = "splendid";
		},
	},
	"bench-run": { print: () => stored("before.json"), spoil: (run) => delete run.samples },
	"bench-comparison": {
		print: () => localdns("bench", "compare", "before.json", "after.json", "-o", "json"),
		spoil: spoilKind,
	},
	"prediction-review": {
		print: () => localdns("bench", "report", "outcome.json", "--prediction", "prediction.json", "-o", "json"),
		spoil: (review) => {
			review.workloads = [{ name: "hot", arms: [{ arm: "cache" }] }];
		},
	},
	"bench-sample": {
		print: () => firstLine(localdns("bench", "report", "before.json", "-o", "ndjson")),
		spoil: (sample) => {
			sample.outcome = "lost";
		},
	},
	corefile: {
		print: () => localdns("corefile", "parse", "Corefile", "-o", "json"),
		spoil: (corefile) => {
			corefile.ok = false;
		},
	},
	"lint-report": {
		print: () => localdns("lint", "Corefile", "-o", "json"),
		spoil: (report) => {
			report.findings = [{ code: "LDNS430" }];
		},
	},
	"doctor-report": {
		print: () => onApi("doctor", "--fail-on", "never"),
		spoil: (report) => {
			report.checks = [{ id: "rights", code: "LDNS610" }];
		},
	},
	"diff-report": {
		print: () => onApi("diff"),
		spoil: (report) => {
			report.objects = [{ kind: "ConfigMap", name: "node-local-dns", change: "none" }];
		},
	},
	"install-report": {
		// The API server of this test has neither nodes nor a cluster DNS.
		print: () => onApi("install", "--dry-run", "client", ...skipped),
		spoil: (report) => {
			report.objects = [{ kind: "ConfigMap", name: "node-local-dns", change: "none" }];
		},
	},
	"status-report": {
		print: () => onApi("status"),
		spoil: (report) => {
			report.nodes = [{ name: "agent-1", state: "fine" }];
		},
	},
	"rollback-report": {
		print: () => onApi("rollback", "--dry-run", "client"),
		spoil: (report) => {
			report.nodes = [{ node: "agent-1", role: "agent", why: "bored", state: "to-return" }];
		},
	},
	"uninstall-report": {
		print: () => onApi("uninstall", "--dry-run", "client"),
		spoil: (report) => {
			report.objects = [{ kind: "ConfigMap", name: "node-local-dns", state: "deleted" }];
		},
	},
	"health-report": {
		print: () => JSON.stringify(reportOf(checked)),
		spoil: (report) => {
			report.verdict = "fine";
		},
	},
	"health-history": {
		print: () => historyJson(checked.history),
		spoil: (history) => {
			history.runs = [{ run: "a", verdict: "met" }];
		},
	},
	"health-check-install": {
		print: () => onApi("health-check", "install", "--dry-run", "client"),
		spoil: (report) => {
			report.objects = [{ object: "CronJob localdns-health-check", change: "none" }];
		},
	},
	"health-check-uninstall": {
		print: () => onApi("health-check", "uninstall", "--dry-run", "client"),
		spoil: spoilKind,
	},
	"check-list": { print: () => localdns("doctor", "--list", "-o", "json"), spoil: spoilKind },
	"node-config": {
		print: () => localdns("node-config", "plan", "--root", "node", "-o", "json"),
		spoil: spoilKind,
	},
	config: {
		print: () => {
			// YAML takes JSON, so one text is the tool's input and the schema's.
			localdns("render", "-f", "localdns.json");
			return stored("localdns.json");
		},
		spoil: (config) => {
			config.profil = "resilient";
		},
	},
};

describe("the published JSON Schemas and what the tool prints and reads", () => {
	beforeAll(async () => {
		for (const [name, seed] of Object.entries({ before: 7, after: 8 })) {
			const run = syntheticRun({ seed, durationMs: 20_000 });
			writeFileSync(inFolder(`${name}.json`), await wholeText(writeRun(storeRun(run), run.samples)));
		}
		const lab = syntheticRun({ seed: 7, durationMs: 20_000 });
		const [node = ""] = lab.run.nodes;
		const like = { runId: "a", startedAt: lab.run.startedAt, node, arm: "direct", basis: [] };
		writeFileSync(inFolder("prediction.json"), JSON.stringify({ ...lab, like }));
		writeFileSync(inFolder("outcome.json"), JSON.stringify({ ...lab, link: null, cluster: clusterReport }));
		writeFileSync(inFolder("Corefile"), ".:53 {\n\tlog\n\tforward . 127.0.0.1\n}\n");
		mkdirSync(inFolder("node/etc/rancher/k3s"), { recursive: true });
		writeFileSync(inFolder("node/etc/rancher/k3s/config.yaml"), "server: https://k3s.example:6443\n");
		writeFileSync(
			inFolder("localdns.json"),
			JSON.stringify({
				apiVersion: "localdns.dev/v1alpha1",
				kind: "Config",
				profile: "resilient",
				engine: "coredns",
				clusterDns: "10.43.0.10",
			}),
		);
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it("are all tried here", () => {
		const published = readdirSync(reference).flatMap((name) => /^(.*)\.schema\.json$/.exec(name)?.[1] ?? []);
		expect(Object.keys(documents).toSorted()).toEqual(published.toSorted());
	});

	it.each(Object.entries(documents))(
		"%s accepts a real document and refuses a wrong one",
		async (name, document) => {
			const schema = JSON.parse(readFileSync(join(reference, `${name}.schema.json`), "utf8"));
			// Formats come with patterns of their own.
			const accepts = new Ajv2020({ validateFormats: false, allErrors: true }).compile(schema);
			const real = JSON.parse(await document.print());
			accepts(real);
			expect(accepts.errors).toBe(null);
			document.spoil(real);
			expect(accepts(real)).toBe(false);
		},
	);
});
