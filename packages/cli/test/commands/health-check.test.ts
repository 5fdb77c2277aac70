import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));
const program = fileURLToPath(new URL("../../dist/health-check.mjs", import.meta.url));

function run(file: string, ...argv: string[]) {
	const env = { PATH: process.env.PATH ?? "", HOME: "/nonexistent", NO_COLOR: "1" };
	const { status, stdout, stderr } = spawnSync(process.execPath, [file, "health-check", ...argv], {
		encoding: "utf8",
		env,
		timeout: 20_000,
	});
	return { status, stdout, stderr };
}

describe("health-check, told something wrong", () => {
	it.each([
		[
			["--slo", "failures=0.5"],
			/^error LDNS760: --slo failures=0\.5: .* is no percentage\nhint: --slo failures=0\.5%\n/,
		],
		[["run", "--slo", "p99"], /^error LDNS760: /],
		[["--alarm", "5/3"], /^error LDNS101: .*m\/n is expected/],
		[["--duration", "1s"], /^error LDNS102: .*10s to 10m/],
		[["--rate", "51"], /^error LDNS102: .*1 to 50/],
		[["--name", "a b"], /^error LDNS101: .*no name of a Service/],
		[
			["--webhook", "http://me:50%@hooks.local"],
			/^error LDNS101: .*--webhook has a % in its user or password/,
		],
		[["--pushgateway", "gateway:9091"], /^error LDNS101: .*--pushgateway is no http or https URL/],
		[["--webhook", "//x"], /^error LDNS101: .*--webhook is no URL/],
		[["-n", "Kube"], /^error LDNS101: .*no name of a namespace/],
		[["install", "--schedule", "every day"], /^error LDNS761: /],
		[["install", "--schedule", "* * * *"], /^error LDNS761: /],
		[
			["install", "--receivers-secret", "https://h/t0ken"],
			/^error LDNS101: (?!.*t0ken).*no name of a Secret/,
		],
		[
			["install", "--receivers-secret", "mine", "--webhook", "https://h/t0ken"],
			/^error LDNS101: (?!.*t0ken).*in place of --pushgateway and --webhook/,
		],
		[["--within", "5s"], /^error LDNS102: .*1m to 24h/],
		[["uninstall", "-n", "../x"], /^error LDNS101: /],
		[["render", "everything"], /^error LDNS102: /],
		[["render", "rule-file", "--every", "1s"], /^error LDNS102: /],
	])("%j ends with 2 and a hint", (argv, said) => {
		const { status, stdout, stderr } = run(cli, ...argv);
		expect(stderr).toMatch(said);
		expect(stderr).toContain("hint: ");
		expect([stdout, status]).toEqual(["", 2]);
	});

	it("never shows the secret of an address", () => {
		expect(run(cli, "--webhook", "ftp://me:s3cret@x/").stderr).not.toContain("s3cret");
	});
});

describe("the program of the CronJob", () => {
	it("has the command of the command line, and asks only as the account of its pod", () => {
		expect(run(program, "run", "--help").stdout).toContain("--slo <promises>");
		expect(run(program, "run", "--slo", "failures=1%").stderr).toMatch(/^error LDNS605: this is no pod/);
		expect(run(program, "install").status).toBe(2);
	});
});
