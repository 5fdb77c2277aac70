import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorCodes } from "@localdns/core";
import { afterAll, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../bin/localdns.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-cli-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function localdns(...argv: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...argv], {
		encoding: "utf8",
		cwd: folder,
		timeout: 20_000,
		env: { ...process.env, COLUMNS: "100", NO_COLOR: "1" },
	});
	return { status, stdout, stderr };
}

describe("the command line as built", () => {
	it.each([
		[],
		["bench"],
		["bench", "compare"],
		["bench", "report"],
		["render"],
		["lint"],
		["corefile"],
		["corefile", "parse"],
		["doctor"],
		["install"],
		["health-check"],
		["health-check", "install"],
		["health-check", "history"],
		["rbac"],
		["explain"],
		["lab"],
		["lab", "up"],
		["lab", "exec"],
		["lab", "link"],
		["node-config"],
		["node-config", "plan"],
		["node-config", "apply"],
		["node-config", "revert"],
		["version"],
	])("%s explains itself with --help", (...words) => {
		const { status, stdout, stderr } = localdns(...words, "--help");
		expect(status).toBe(0);
		expect(stderr).toBe("");
		expect(stdout).toMatchSnapshot();
	});

	it("has examples in the help of every command that does something", () => {
		for (const words of [
			["bench"],
			["bench", "compare"],
			["bench", "report"],
			["render"],
			["lint"],
			["corefile", "parse"],
			["doctor"],
			["rbac"],
			["explain"],
			["lab", "up"],
			["lab", "down"],
			["lab", "exec"],
			["lab", "link"],
			["node-config", "plan"],
			["node-config", "apply"],
			["node-config", "revert"],
		]) {
			expect(localdns(...words, "--help").stdout, words.join(" ")).toContain("Examples:\n  $ localdns ");
		}
	});

	it("tells its version to people and to scripts", () => {
		expect(localdns("version")).toMatchObject({
			status: 0,
			stdout: expect.stringMatching(/^localdns \d+\.\d+\.\d+ \(Node v/),
		});
		expect(JSON.parse(localdns("version", "-o", "json").stdout)).toMatchObject({
			kind: "Version",
			toolVersion: expect.any(String),
		});
	});

	it.each([
		[["bnech"], "LDNS102"],
		[["bench", "--lba"], "LDNS102"],
		[["bench", "--lab", "-o", "xml"], "LDNS102"],
		[["bench", "compare", "one.json"], "LDNS102"],
		[["bench", "--overlay", "tailscale"], "LDNS101"],
		[["bench", "--lab", "--link", "loss=200%"], "LDNS101"],
		[["bench", "--lab", "--arms", "direct,fast"], "LDNS101"],
		[["bench", "--lab", "--arms", "direct,file:missing"], "LDNS104"],
		[["bench", "--lab", "--out", "/proc/nowhere/run.json"], "LDNS103"],
		[["bench", "--lab", "--out", "."], "LDNS103"],
		[["bench", "report", "missing.json"], "LDNS104"],
		[["explain", "LDNS999"], "LDNS101"],
		[["render", "-n", "A b"], "LDNS101"],
		[["render", "--split", "/etc/passwd"], "LDNS103"],
		[["bench", "--lab", "--html", "/etc/passwd/page.html"], "LDNS103"],
		[["render", "-f", "missing.yaml"], "LDNS104"],
		[["node-config", "plan", "--root", "missing"], "LDNS510"],
		[["node-config", "plan", "--address", "cache"], "LDNS101"],
		[["node-config", "apply", "--role", "server", "--root", "."], "LDNS514"],
		[["doctor", "--check", "nothing"], "LDNS101"],
		[["doctor", "--pre", "--check", "cache-ready"], "LDNS101"],
		[["doctor", "-n", "A b"], "LDNS101"],
		[["doctor", "--as-group", "ops"], "LDNS101"],
		[["doctor", "--request-timeout", "30"], "LDNS102"],
		[["doctor", "--kubeconfig", "missing"], "LDNS605"],
		[["render", "--profile", "article", "--engine", "coredns"], "LDNS407"],
	])("%j ends with 2, a code, a hint and no stack trace", (argv, code) => {
		const { status, stdout, stderr } = localdns(...argv);
		expect(stderr).toContain(`error ${code}: `);
		expect(stderr).toContain("hint: ");
		expect(stderr).not.toMatch(/\n\s+at /);
		expect(stdout).toBe("");
		expect(status).toBe(2);
	});

	it.each(["install", "rollback", "uninstall"])("%s asks which a bare --dry-run means", (command) => {
		const { status, stderr } = localdns(command, "--dry-run");
		expect(stderr).toContain("error LDNS102: option '--dry-run <client|server>' argument missing");
		expect(status).toBe(2);
	});

	it("keeps manifests of another rendering out of a folder that is applied as a whole", () => {
		expect(localdns("render", "--split", "objects").status).toBe(0);
		expect(localdns("render", "--split", "objects").status).toBe(0);
		const { status, stderr } = localdns("render", "--mode", "intercept", "--split", "objects");
		expect(stderr).toContain("error LDNS103: --split: objects holds other manifests");
		expect(status).toBe(2);
	});

	it("sends a mistyped flag to the help of its own command", () => {
		expect(localdns("bench", "compare", "--fial-on", "worse").stderr).toContain(
			"hint: localdns bench compare --help",
		);
		expect(localdns("--hlep").stderr).toContain("hint: localdns --help");
	});

	it("suggests the word that was meant", () => {
		expect(localdns("bnech").stderr).toContain("bench");
	});

	it.each([
		["not JSON at all", "LDNS105"],
		["{}", "LDNS105"],
		['{"apiVersion":"localdns.dev/v1alpha1","kind":"LintReport"}', "LDNS105"],
		['{"apiVersion":"localdns.dev/v1alpha1","kind":"BenchReport"', "LDNS105"],
	])("refuses %s as a run file and writes nothing", (text, code) => {
		writeFileSync(join(folder, "foreign.json"), text);
		const before = readdirSync(folder);
		for (const argv of [
			["bench", "report", "foreign.json", "--html", "page.html"],
			["bench", "compare", "foreign.json", "foreign.json"],
		]) {
			const { status, stderr } = localdns(...argv);
			expect(stderr).toContain(`error ${code}: foreign.json`);
			expect(status).toBe(2);
		}
		expect(readdirSync(folder)).toEqual(before);
	});

	it("explains every code, however it is spelled", { timeout: 60_000 }, () => {
		for (const code of Object.keys(errorCodes)) {
			const { status, stdout } = localdns("explain", code.toLowerCase());
			expect(status).toBe(0);
			expect(stdout).toContain(code);
			expect(stdout).toContain("What to do: ");
		}
		expect(localdns("explain").stdout.trim().split("\n")).toHaveLength(Object.keys(errorCodes).length);
	});
});
