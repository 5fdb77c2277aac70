import { spawn, spawnSync } from "node:child_process";
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { lintReportSchema } from "../../../core/src/schemas/lint-report.ts";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-lint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(argv: readonly string[], input: string | Buffer = "") {
	const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...argv], {
		encoding: "utf8",
		cwd: folder,
		input,
		timeout: 20_000,
		env: { ...process.env, NO_COLOR: "1" },
	});
	return { status, stdout, stderr };
}

const lint = (...argv: readonly string[]) => run(["lint", ...argv]);

const good =
	".:53 {\n\tbind 169.254.20.10\n\thealth 169.254.20.10:8080\n\tcache 30\n\tforward . 10.43.0.10\n}\n";
const logging = good.replace("\tcache", "\tlog\n\tcache");
const looping = good.replace("10.43.0.10", "169.254.20.10");

beforeEach(() => {
	for (const [name, text] of Object.entries({ good, logging, looping }))
		writeFileSync(join(folder, name), text);
});

describe("localdns lint", () => {
	it("says on standard error that there is nothing, and nothing on standard output", () => {
		expect(lint("good")).toEqual({
			status: 0,
			stdout: "",
			stderr: "no findings in good, for node-cache 1.26.8 (CoreDNS 1.13.2)\n",
		});
	});

	it("names place, severity, code, what and what to do", () => {
		expect(lint("looping")).toEqual({
			status: 1,
			stdout:
				"looping:5:12 error LDNS431 169.254.20.10 is this very server: each question would go round until it times out\n" +
				"  fix: name the address of the cluster DNS or of another resolver\n",
			stderr: "1 error in looping, for node-cache 1.26.8 (CoreDNS 1.13.2); more: localdns explain LDNS431\n",
		});
	});

	it.each([
		["looping", "error", 1],
		["looping", "never", 0],
		["logging", "error", 0],
		["logging", "warning", 1],
		["logging", "info", 1],
		["good", "info", 0],
	])("of %s with --fail-on %s ends with %i, whatever the format", (file, failOn, status) => {
		for (const format of ["table", "short", "json"]) {
			expect(lint(file, "--fail-on", failOn, "-o", format).status).toBe(status);
		}
	});

	it("writes a LintReport that its schema accepts", () => {
		const { stdout } = lint("logging", "looping", "-o", "json");
		const report = lintReportSchema.parse(JSON.parse(stdout));
		expect(report.files).toMatchObject([
			{ file: "logging", engine: "node-cache", engineVersion: "1.26.8", coreDns: "1.13.2" },
			{ file: "looping" },
		]);
		expect(report.findings).toMatchObject([
			{ code: "LDNS441", file: "logging", line: 4, column: 2, severity: "warning", fixable: true },
			{ code: "LDNS431", file: "looping", line: 5, column: 12, severity: "error", fixable: false },
		]);
	});

	it("judges for the engine and version that are named", () => {
		writeFileSync(join(folder, "ready"), good.replace("\tcache", "\tready 169.254.20.10:8181\n\tcache"));
		expect(lint("ready").status).toBe(1);
		expect(lint("ready", "--engine", "coredns").stderr).toContain("no findings in ready, for CoreDNS 1.15.0");
		expect(lint("ready", "--engine", "coredns", "--engine-version", "1.11.0").status).toBe(0);
	});

	it("judges message sizes where the path is known, and variables where they are given", () => {
		expect(lint("good", "--mtu", "1280", "-o", "short").stdout).toMatch(/^good:5:2 warning LDNS440 /);
		writeFileSync(join(folder, "variable"), good.replace("forward . 10.43.0.10", "forward . {$DNS}"));
		expect(lint("variable").status).toBe(0);
		expect(lint("variable", "--env", "DNS=169.254.20.10").status).toBe(1);
	});

	it("reads imports beside the file, and lets those of the container be", () => {
		mkdirSync(join(folder, "conf"), { recursive: true });
		writeFileSync(join(folder, "conf", "extra"), "log\n");
		writeFileSync(
			join(folder, "conf", "main"),
			good.replace("\tcache", "\timport extra\n\timport /etc/coredns/none\n\tcache"),
		);
		expect(lint("conf/main", "-o", "short").stdout).toMatch(/conf\/extra:1:1 warning LDNS441/);
		writeFileSync(join(folder, "conf", "main"), good.replace("\tcache", "\timport missing\n\tcache"));
		expect(lint("conf/main", "-o", "short").stdout).toMatch(/^conf\/main:4:9 error LDNS416/);
	});

	it("judges what render prints: the article has findings, resilient has none", () => {
		const article = run(["render", "--profile", "article"]).stdout;
		const { status, stdout } = run(["lint", "-", "-o", "short", "--fail-on", "warning"], article);
		expect(status).toBe(1);
		expect(stdout).toContain("-:27:19 warning LDNS439");
		const resilient = run(["render"]).stdout;
		expect(run(["lint", "-", "--fail-on", "info"], resilient)).toMatchObject({ status: 0, stdout: "" });
	});

	it.each([
		[["lint"], "LDNS102"],
		[["lint", "nowhere"], "LDNS104"],
		[["lint", "."], "LDNS104"],
		[["lint", "-", "-"], "LDNS101"],
		[["lint", "good", "--mtu", "12"], "LDNS102"],
		[["lint", "good", "--env", "NAME"], "LDNS101"],
		[["lint", "good", "--engine-version", "1.27.0"], "LDNS401"],
		[["lint", "-", "--fix", "-o", "json"], "LDNS101"],
	])("%j ends with 2 and %s", (argv, code) => {
		const { status, stdout, stderr } = run(argv);
		expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
		expect(stderr).toMatch(new RegExp(`^error ${code}: `));
	});

	it("leads to the page of the worst finding, not of the first", () => {
		writeFileSync(join(folder, "both"), looping.replace("\tcache", "\tlog\n\tcache"));
		expect(lint("both").stderr).toMatch(/^1 error, 1 warning in both, .*; more: localdns explain LDNS431\n$/);
	});

	it("lets nothing in a file steer the terminal", () => {
		writeFileSync(join(folder, "nasty"), good.replace("\tcache", '\t"\u001b[31mlog"\n\tcache'));
		expect(lint("nasty").stdout).not.toContain("\u001b");
	});

	it("has examples in its help", () => {
		expect(lint("--help").stdout).toContain("Examples:\n  $ localdns lint Corefile");
	});
});

describe("localdns lint --fix", () => {
	const fixed = good.replace("\tcache", "\tlog . {\n\t\tclass error\n\t}\n\tcache");

	it("rewrites the file, keeps its mode, and says what it did", () => {
		chmodSync(join(folder, "logging"), 0o640);
		const { status, stdout, stderr } = lint("--fix", "logging");
		expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
		expect(stderr).toMatch(/^fixed: logging:4 LDNS441 .*\nno findings in logging, /);
		expect(readFileSync(join(folder, "logging"), "utf8")).toBe(fixed);
		expect(statSync(join(folder, "logging")).mode & 0o777).toBe(0o640);
	});

	it("writes through a link, and touches no file that needs nothing", () => {
		symlinkSync("logging", join(folder, "link"));
		lint("--fix", "link");
		expect(readFileSync(join(folder, "logging"), "utf8")).toBe(fixed);
		const before = statSync(join(folder, "good"));
		lint("--fix", "good");
		expect(statSync(join(folder, "good"))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
	});

	it("prints the standard input as fixed, and findings beside it on standard error", () => {
		const { status, stdout, stderr } = run(
			["lint", "--fix", "-"],
			logging.replace("10.43.0.10", "169.254.20.10"),
		);
		expect({ status, stdout }).toEqual({ status: 1, stdout: fixed.replace("10.43.0.10", "169.254.20.10") });
		expect(stderr).toContain("-:8:12 error LDNS431");
	});

	it("leaves a file alone that is no UTF-8, because its bytes could not be kept", () => {
		const bytes = Buffer.concat([Buffer.from("# \xff\n", "latin1"), Buffer.from(logging)]);
		writeFileSync(join(folder, "latin"), bytes);
		const { stdout, stderr } = lint("--fix", "latin");
		expect(stdout).toMatch(/^latin:5:2 warning LDNS441/);
		expect(stdout).not.toContain("lint --fix does it");
		expect(stderr).toMatch(/^not fixed: latin: it is no UTF-8/);
		expect(readFileSync(join(folder, "latin"))).toEqual(bytes);
	});

	it("prints no other bytes than it read where the standard input is no UTF-8", () => {
		const { status, stdout, stderr } = run(
			["lint", "--fix", "-"],
			Buffer.from(`# \xff\n${logging}`, "latin1"),
		);
		expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
		expect(stderr).toMatch(/^error LDNS104: cannot fix the standard input\n/);
	});

	it("writes no file unless all can be read", () => {
		const { status, stdout, stderr } = lint("--fix", "logging", "nowhere");
		expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
		expect(stderr).toMatch(/^error LDNS104: cannot read nowhere\n/);
		expect(readFileSync(join(folder, "logging"), "utf8")).toBe(logging);
	});

	it("puts no file in the place of a pipe", () => {
		const pipe = join(folder, "a pipe");
		spawnSync("sh", ["-c", "mkfifo 'a pipe'"], { cwd: folder });
		const writer = spawn("sh", ["-c", "cat logging > 'a pipe'"], { cwd: folder });
		const { status, stdout, stderr } = lint("--fix", "a pipe");
		writer.kill();
		expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
		expect(stderr).toMatch(/^error LDNS103: cannot write a pipe\n/);
		expect(stderr).toContain("hint: localdns lint --fix - < 'a pipe'\n");
		expect(statSync(pipe).isFIFO()).toBe(true);
	});

	it("fixes a file once that is named twice", () => {
		expect(lint("--fix", "logging", "logging").stderr.match(/^fixed: /gm)).toHaveLength(1);
	});

	it("lists in the report what was fixed and what is left", () => {
		const report = lintReportSchema.parse(JSON.parse(lint("--fix", "logging", "-o", "json").stdout));
		expect(report).toMatchObject({ findings: [], fixed: [{ code: "LDNS441", line: 4 }] });
	});
});
