import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corefileSchema } from "../../../core/src/schemas/corefile.ts";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-parse-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function parse(argv: readonly string[], input: string | Buffer = "") {
	const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "corefile", "parse", ...argv], {
		encoding: "utf8",
		cwd: folder,
		input,
		timeout: 20_000,
		env: { ...process.env, NO_COLOR: "1", NODE_IP: "192.0.2.7" },
		maxBuffer: 64 * 2 ** 20,
	});
	return { status, stdout, stderr };
}

const json = (argv: readonly string[], input?: string | Buffer) =>
	parse([...argv, "-o", "json"], input)
		.stdout.trimEnd()
		.split("\n")
		.map((line) => corefileSchema.parse(JSON.parse(line)));

beforeAll(() => {
	mkdirSync(join(folder, "custom"));
	const files = {
		good: ".:53 {\n    log\n    cache {\n        success 5\n    }\n    log a.example\n}\n",
		bad: ".:53 {\n    errors\n\tforwrad . 192.0.2.1\n}\n",
		imports: ".:53 {\n    prometheus {$NODE_IP}:9253 {$NOBODY_SETS_THIS}\n    import custom/*.override\n}\n",
		"custom/a.override": "forward . 192.0.2.1\n",
		vanishing: "{$NOBODY_SETS_THIS} {\n    log\n}\n",
		own: ". {\n    mine x\n}\n",
	};
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

describe("localdns corefile parse", () => {
	it("prints one line of JSON per file, directives as written, in order", () => {
		const [good, bad] = json(["good", "bad"]);
		expect(good).toEqual({
			apiVersion: "localdns.dev/v1alpha1",
			kind: "Corefile",
			file: "good",
			ok: true,
			warnings: [],
			blocks: [
				{
					keys: [".:53"],
					directives: [
						{ name: "log", tokens: [{ text: "log", line: 2 }] },
						{
							name: "cache",
							tokens: [
								{ text: "cache", line: 3 },
								{ text: "{", line: 3 },
								{ text: "success", line: 4 },
								{ text: "5", line: 4 },
								{ text: "}", line: 5 },
							],
						},
						{
							name: "log",
							tokens: [
								{ text: "log", line: 6 },
								{ text: "a.example", line: 6 },
							],
						},
					],
				},
			],
		});
		expect(bad).toMatchObject({
			file: "bad",
			ok: false,
			error: { code: "LDNS412", line: 3, column: 2, text: "forwrad", file: "bad" },
		});
	});

	it("shows a tree with places to people", () => {
		expect(parse(["good"])).toEqual({
			status: 0,
			stderr: "",
			stdout: `good: 1 server block
     1:1  .:53
     2:5      log
     3:5      cache
     4:9          success 5
     6:5      log a.example
`,
		});
	});

	it("shows a mistake with its line and a caret", () => {
		expect(parse(["bad"])).toEqual({
			status: 1,
			stderr: "",
			stdout: `bad:3:2 error LDNS412 no plugin is called "forwrad"
     forwrad . 192.0.2.1
     ^
  fix: correct the name; for a CoreDNS with plugins of its own: localdns corefile parse --any-plugin FILE
`,
		});
	});

	it("fills in imports beside the file and this process' environment", () => {
		const [imports] = json(["imports"]);
		expect(imports).toMatchObject({
			ok: true,
			blocks: [
				{
					directives: [
						{
							name: "prometheus",
							tokens: [{ text: "prometheus" }, { text: "192.0.2.7:9253" }, { text: "", line: 2 }],
						},
						{
							name: "forward",
							tokens: [
								{ text: "forward", line: 1, file: expect.stringMatching(/\/custom\/a\.override$/) },
								{ text: "." },
								{ text: "192.0.2.1" },
							],
						},
					],
				},
			],
		});
	});

	it("warns of a block that vanishes and accepts it", () => {
		const { status, stdout } = parse(["vanishing"]);
		expect(status).toBe(0);
		expect(stdout).toContain("vanishing:1:1 warning LDNS419 ");
		expect(json(["vanishing"])).toMatchObject([{ ok: true, blocks: [], warnings: [{ code: "LDNS419" }] }]);
	});

	it("accepts plugins that no release knows only when told to", () => {
		expect(parse(["own"]).status).toBe(1);
		expect(parse(["--any-plugin", "own"]).status).toBe(0);
	});

	it("reads the standard input, bytes that are no UTF-8 included", () => {
		const body = Buffer.concat([
			Buffer.from(". {\n log "),
			Buffer.from([0xff, 0xe2, 0x82]),
			Buffer.from("\n}\n"),
		]);
		expect(json(["-"], body)).toMatchObject([
			{ file: "-", blocks: [{ directives: [{ tokens: [{}, { text: "\ufffd\ufffd\ufffd" }] }] }] },
		]);
	});

	it("answers for the other files when one cannot be read, and ends with 2", () => {
		const { status, stdout } = parse(["missing", "bad", "good", "-o", "json"]);
		expect(status).toBe(2);
		const lines = stdout.trimEnd().split("\n");
		expect(lines.map((line) => corefileSchema.parse(JSON.parse(line)).ok)).toEqual([false, false, true]);
		expect(JSON.parse(lines[0] as string)).toMatchObject({ error: { code: "LDNS104" } });
		expect(parse(["missing"]).stdout).toMatch(
			/^missing error LDNS104 cannot read missing \(.*ENOENT.*\n {2}fix: /,
		);
	});

	it("refuses to read the standard input twice", () => {
		const { status, stderr } = parse(["-", "-"]);
		expect(status).toBe(2);
		expect(stderr).toContain("LDNS101");
	});

	it("survives braces as deep as they come", () => {
		const depth = 50_000;
		const { status } = parse(["-"], `. {\nlog ${"{\n".repeat(depth)}${"}\n".repeat(depth + 1)}`);
		expect(status).toBe(0);
	});
});
