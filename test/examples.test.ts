import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BenchRun } from "../packages/core/src/report/bench-report.ts";
import { storeRun } from "../packages/core/src/report/stored-run.ts";
import { writeRun } from "../packages/core/src/report/write.ts";
import { syntheticRun } from "../packages/core/test/report/synthetic-run.ts";
import { wholeText } from "../packages/core/test/report/whole-text.ts";

const examples = fileURLToPath(new URL("../examples", import.meta.url));
const cli = fileURLToPath(new URL("../packages/cli/bin/localdns.mjs", import.meta.url));

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "localdns-examples-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function node(...argv: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });
	return { status, stdout, stderr };
}
const example = (name: string, ...argv: string[]) => node(join(examples, name), ...argv);
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const read = (name: string): string => readFileSync(resolve(folder, name), "utf8");

describe("example gitops-renderer", () => {
	const program = "gitops-renderer/render.ts";
	const config = join(examples, "gitops-renderer/localdns.yaml");
	const contents = (name: string) =>
		readdirSync(join(folder, name)).map((file) => [file, read(join(name, file))] as const);

	it("writes the objects that localdns render prints, the same bytes each time", () => {
		expect(example(program, config, "out")).toMatchObject({ status: 0, stderr: "" });
		const first = contents("out");
		const objects = first.filter(([name]) => name !== "kustomization.yaml").map(([, text]) => text);
		// Only the version of the tool, on the labels and in the inventory, is the program's own.
		const own = (text: string) => text.replaceAll(/.*(version|toolVersion).*\n/g, "");
		expect(own(objects.join("---\n"))).toBe(own(node(cli, "render", "-f", config).stdout));
		expect(example(program, config, "out").status).toBe(0);
		expect(contents("out")).toEqual(first);
	});

	it("lists every object in the kustomization, and drops one that is rendered no more", () => {
		mkdirSync(join(folder, "out"));
		write("out/99-service-old.yaml", "kind: Service\n");
		write("out/localdns.yaml", read(config));
		example(program, config, "out");
		expect(read("out/localdns.yaml")).toBe(read(config));
		rmSync(join(folder, "out/localdns.yaml"));
		const files = readdirSync(join(folder, "out")).filter((name) => name !== "kustomization.yaml");
		expect(files.length).toBeGreaterThan(3);
		expect(files).not.toContain("99-service-old.yaml");
		expect(read("out/kustomization.yaml")).toBe(`resources:\n${files.map((file) => `- ${file}\n`).join("")}`);
	});

	it("says what is wrong with the configuration, ends with 2 and writes nothing", () => {
		write("localdns.yaml", "apiVersion: localdns.dev/v1alpha1\nkind: Config\nprofil: resilient\n");
		const { status, stderr } = example(program, "localdns.yaml", "out");
		expect(status).toBe(2);
		expect(stderr).toContain("LDNS106");
		expect(readdirSync(folder)).toEqual(["localdns.yaml"]);
	});
});

describe("example corefile-lint-ci", () => {
	const program = "corefile-lint-ci/lint.ts";

	it("annotates each finding at its place and ends with 1 for an error", () => {
		write("bad", ".:53 {\n    errors\n    chache 30\n}\n");
		const { status, stdout } = example(program, "bad");
		expect(status).toBe(1);
		expect(stdout).toMatch(/^::error file=bad,line=3,col=5,title=LDNS\d+::.*chache.*%0A/m);
	});

	it("escapes a file name that would end the annotation", () => {
		write("a,b:c", ".:53 {\n    errors\n    chache 30\n}\n");
		expect(example(program, "a,b:c").stdout).toMatch(/^::error file=a%2Cb%3Ac,line=3/m);
	});

	it("passes what has no error, and knows that no file is no answer", () => {
		write("good", node(cli, "render", "--engine", "coredns", "-o", "json").stdout);
		const list = JSON.parse(read("good")) as { items: { kind: string; data?: Record<string, string> }[] };
		const corefile = list.items.find(({ data }) => data?.Corefile !== undefined)?.data?.Corefile ?? "";
		write("good", corefile);
		expect(corefile).toContain("forward");
		expect(example(program, "good")).toMatchObject({ status: 0, stdout: "" });
		expect(example(program).status).toBe(2);
	});
});

describe("example k3s-installer-hook", () => {
	const program = "k3s-installer-hook/configure.ts";
	const dropIn = "etc/rancher/k3s/config.yaml.d/zz-localdns.yaml";

	it("writes the drop-in on an empty machine, readable by its owner only, and nothing the second time", () => {
		expect(example(program, "agent", "169.254.20.10", folder)).toMatchObject({ status: 0, stderr: "" });
		expect(read(dropIn)).toContain('kubelet-arg+:\n  - "cluster-dns=169.254.20.10"\n');
		expect(statSync(join(folder, dropIn)).mode & 0o777).toBe(0o600);
		const written = statSync(join(folder, dropIn)).mtimeMs;
		expect(example(program, "agent", "169.254.20.10", folder).stdout).toBe("nothing to do\n");
		expect(statSync(join(folder, dropIn)).mtimeMs).toBe(written);
	});

	it("writes what localdns itself would keep", () => {
		mkdirSync(join(folder, "etc/rancher/k3s"), { recursive: true });
		write("etc/rancher/k3s/config.yaml", "server: https://k3s.example:6443\r\n");
		example(program, "agent", "169.254.20.10", folder);
		const plan = node(cli, "node-config", "plan", "--root", folder, "--role", "agent", "-o", "json");
		expect(plan.status).toBe(0);
		expect(JSON.parse(plan.stdout)).toMatchObject({ changed: false, files: [] });
		expect(read("etc/rancher/k3s/config.yaml")).toBe("server: https://k3s.example:6443\r\n");
	});

	it("refuses with a reason where the kubelet has a cluster-dns already", () => {
		mkdirSync(join(folder, "etc/rancher/k3s"), { recursive: true });
		write("etc/rancher/k3s/config.yaml", "kubelet-arg:\n  - cluster-dns=192.0.2.53\n");
		const { status, stderr } = example(program, "server", "169.254.20.10", folder);
		expect(status).toBe(1);
		expect(stderr).toContain("LDNS502");
		expect(readdirSync(join(folder, "etc/rancher/k3s"))).toEqual(["config.yaml"]);
	});

	it("wants to know the role", () => {
		expect(example(program).status).toBe(2);
	});
});

describe("example judge-two-runs", () => {
	const program = "judge-two-runs/judge.ts";
	const run = (seed: number, cache = "resilient") =>
		syntheticRun({ seed, durationMs: 120_000, arms: ["direct", cache], workloads: ["hot"] });
	const fileOf = (saved: BenchRun) => wholeText(writeRun(storeRun(saved), saved.samples));
	const save = async (name: string, saved: BenchRun) => write(name, await fileOf(saved));

	it("prints each arm's change with its interval and passes a run that is not worse", async () => {
		await save("before.json", run(1));
		await save("after.json", run(2));
		const { status, stdout } = example(program, "before.json", "after.json");
		expect(status).toBe(0);
		expect(stdout).toMatch(
			/^hot resilient: failures \S+ pp \(\S+ pp to \S+ pp\), median .+ \(.+ to .+\): \S+$/m,
		);
	});

	it("ends with 1 when the cache of the second run is the worse one", async () => {
		await save("before.json", run(1));
		// What the article's cache did, under the name that the first run knows.
		write("after.json", (await fileOf(run(2, "article"))).replaceAll('"article"', '"resilient"'));
		const { status, stdout } = example(program, "before.json", "after.json");
		expect(stdout).toMatch(/^hot resilient: failures \+.*: worse$/m);
		expect(status).toBe(1);
	});

	it("ends with 2 for a file that is no run", async () => {
		await save("before.json", run(1));
		write("after.json", "{}");
		const { status, stderr } = example(program, "before.json", "after.json");
		expect(status).toBe(2);
		expect(stderr).toContain("LDNS105");
	});
});
