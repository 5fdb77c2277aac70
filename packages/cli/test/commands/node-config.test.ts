import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonSchemas } from "@localdns/core/schemas";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "localdns-node-config-"));
	mkdirSync(join(folder, "etc/rancher/k3s"), { recursive: true });
	mkdirSync(join(folder, "etc/systemd/system"), { recursive: true });
	writeFileSync(
		join(folder, "etc/systemd/system/k3s-agent.service"),
		"[Service]\nExecStart=/usr/local/bin/k3s agent\n",
	);
	write("token: not-a-real-token\nkubelet-arg: [v=2]\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const config = () => join(folder, "etc/rancher/k3s/config.yaml");
const write = (text: string) => writeFileSync(config(), text);
function nodeConfig(...argv: string[]) {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[cli, "node-config", ...argv, "--root", folder],
		{
			encoding: "utf8",
			timeout: 20_000,
			env: { ...process.env, NO_COLOR: "1" },
		},
	);
	return { status, stdout: stdout.replaceAll(folder, "DIR"), stderr: stderr.replaceAll(folder, "DIR") };
}

describe("localdns node-config", () => {
	it("plans a file of its own and says which file's word counts", () => {
		expect(nodeConfig("plan")).toMatchSnapshot();
	});

	it("plans an edit in place, and shows no token", () => {
		const { stdout } = nodeConfig("plan", "--in-place");
		expect(stdout).toContain('+kubelet-arg: ["cluster-dns=169.254.20.10", v=2]');
		expect(stdout).not.toContain("not-a-real-token");
		expect(stdout).toContain("localdns node-config apply --root DIR --in-place");
	});

	it.each([
		"token: |\n  not-a-real-token\nkubelet-arg: [v=2]\n",
		"token:\n  not-a-real-token\nkubelet-arg: [v=2]\n",
		'token: "K10::server:\n  not-a-real-token"\nkubelet-arg: [v=2]\n',
		"? token\n: not-a-real-token\nkubelet-arg: [v=2]\n",
		"--token: not-a-real-token\nkubelet-arg: [v=2]\n",
		"# token: not-a-real-token\nkubelet-arg: [v=2]\n",
		"kube-apiserver-arg:\n- not-a-real-token\nkubelet-arg:\n- v=2\n",
		"{token: not-a-real-token, kubelet-arg: [v=2]}\n",
		'{kubelet-arg: [v=2], "token": "a, }not-a-real-token"}\n',
	])("shows no secret of %j, however it is written", (text) => {
		write(text);
		for (const output of ["table", "json"]) {
			const { status, stdout } = nodeConfig("plan", "--in-place", "-o", output);
			expect(status).toBe(0);
			expect(stdout).toContain("kubelet-arg");
			expect(stdout).not.toContain("not-a-real-token");
		}
	});

	it("shows of the lines around a change their keys", () => {
		write("node-name: x\nkubelet-arg:\n  # why\n  - v=2\nflannel-iface: tailscale0\n");
		expect(nodeConfig("plan", "--in-place").stdout).toContain(
			' node-name: …\n kubelet-arg:\n+  - "cluster-dns=169.254.20.10"\n   …\n   …\n flannel-iface: …\n',
		);
	});

	it.each([
		["Ctrl-C", "\u0003", 130],
		["Ctrl-D", "\u0004", 1],
		["n", "n\n", 1],
	])("writes nothing when its question is answered with %s", async (_, keys, status) => {
		const before = readFileSync(config(), "utf8");
		const command = [process.execPath, cli, "node-config", "apply", "--in-place", "--root", folder];
		// A terminal of its own, by script of util-linux.
		const terminal = spawn("script", ["-qec", command.join(" "), "/dev/null"]);
		let shown = "";
		terminal.stdout.setEncoding("utf8").on("data", (text: string) => {
			if (!shown.includes("[y/N]") && (shown + text).includes("[y/N]")) terminal.stdin.write(keys);
			shown += text;
		});
		const [code] = (await once(terminal, "close")) as [number];
		expect(shown).toContain("nothing was written");
		expect(shown).not.toContain("LDNS900");
		expect(code).toBe(status);
		expect(readFileSync(config(), "utf8")).toBe(before);
	});

	it("gives hints that lead below the root", () => {
		write("kubelet-arg: [cluster-dns=169.254.20.10]\n");
		expect(nodeConfig("plan")).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("hint: localdns node-config plan --root DIR --adopt"),
		});
		write("kubelet-arg: [\n");
		expect(nodeConfig("plan")).toMatchObject({
			status: 2,
			stderr: expect.stringMatching(/hint: sed -n \d+p DIR\/etc\/rancher\/k3s\/config.yaml/),
		});
	});

	it("gives hints that keep the other flags, and quote a folder as a shell needs it", () => {
		write("kubelet-arg: [cluster-dns=169.254.20.10]\n");
		expect(nodeConfig("plan", "--role", "agent", "--in-place").stderr).toContain(
			"hint: localdns node-config plan --root DIR --role agent --in-place --adopt",
		);
		write("kubelet-arg: [bare]\n");
		expect(nodeConfig("plan", "--address", "169.254.20.10,10.43.0.10").stderr).toContain(
			"localdns node-config plan --root DIR --address 169.254.20.10,10.43.0.10 --in-place",
		);
		const spaced = join(folder, "a b");
		renameSync(join(folder, "etc"), join(mkdirSync(spaced, { recursive: true }) ?? spaced, "etc"));
		const { stderr } = spawnSync(process.execPath, [cli, "node-config", "apply", "--root", spaced], {
			encoding: "utf8",
		});
		expect(stderr).toContain(`localdns node-config plan --root '${spaced}' --in-place`);
	});

	it("shows below the root where a unit's flags stand, as no systemctl of this host could", () => {
		const unit = "etc/systemd/system/k3s-agent.service";
		writeFileSync(
			join(folder, unit),
			"[Service]\nExecStart=/usr/local/bin/k3s agent --kubelet-arg cluster-dns=10.43.0.10\n",
		);
		const { stderr } = nodeConfig("plan");
		expect(stderr).toContain(`hint: grep -rn cluster-dns DIR/${unit}*, then take the entry out`);
	});

	it("applies once, then has nothing to do, then reverts", () => {
		const before = readFileSync(config(), "utf8");
		expect(nodeConfig("apply", "--in-place", "--yes")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("systemctl restart --no-block k3s-agent"),
		});
		expect(nodeConfig("apply", "--in-place")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("nothing to do"),
		});
		expect(nodeConfig("revert", "--yes")).toMatchObject({ status: 0, stderr: "" });
		expect(readFileSync(config(), "utf8")).toBe(before);
		expect(nodeConfig("revert")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("nothing to do"),
		});
	});

	it("writes nothing without a yes where nobody can be asked", () => {
		expect(nodeConfig("apply")).toMatchObject({
			status: 2,
			stdout: "",
			stderr: expect.stringContaining("hint: localdns node-config apply --root DIR --yes"),
		});
		expect(nodeConfig("plan").stdout).toContain("nothing was written");
	});

	it.each([
		["kubelet-arg: [cluster-dns=10.43.0.10]\n", 1, "LDNS502"],
		["cluster-dns: 169.254.20.10\n", 1, "LDNS503"],
		["kubelet-arg: [bare]\n", 1, "LDNS504"],
		["kubelet-arg: [\n", 2, "LDNS508"],
		["a: b\n---\nc: d\n", 2, "LDNS509"],
	])("refuses %j with %i and %s, whatever the output", (text, status, code) => {
		write(text);
		for (const argv of [["plan"], ["plan", "-o", "json"], ["apply", "--yes"]]) {
			const refused = nodeConfig(...argv);
			expect(refused).toMatchObject({ status, stdout: "" });
			expect(refused.stderr).toMatch(new RegExp(`^error ${code}: .*config.yaml:\\d+:\\d+`));
		}
	});

	it("says after revert that the entry which it had taken over is back", () => {
		write("kubelet-arg: [--cluster-dns=169.254.20.10]\n");
		nodeConfig("apply", "--adopt", "--yes");
		const { stdout } = nodeConfig("revert", "--yes");
		expect(stdout).toContain(
			"warning: kubelet-arg still has --cluster-dns=169.254.20.10, as before localdns",
		);
	});

	it("says after revert how to take out a drop-in that no apply has on record", () => {
		nodeConfig("apply", "--yes");
		rmSync(join(folder, "etc/rancher/k3s/.localdns"), { recursive: true });
		expect(nodeConfig("revert", "--yes").stdout).toContain(
			"so take it out by hand: rm DIR/etc/rancher/k3s/config.yaml.d/zz-localdns.yaml\n",
		);
	});

	it("prints JSON that its published schema takes", () => {
		const check = new Ajv2020({ strict: false }).compile(jsonSchemas()["node-config"]);
		for (const argv of [["plan"], ["apply", "--yes"], ["apply"], ["revert", "--yes"]]) {
			const { stdout } = nodeConfig(...argv, "-o", "json");
			const document: unknown = JSON.parse(stdout);
			expect(check(document), JSON.stringify(check.errors)).toBe(true);
			expect(document).toMatchObject({ kind: "NodeConfig", action: argv[0], role: "agent" });
		}
	});

	it("lets no byte of a file steer the terminal", () => {
		write('kubelet-arg: ["a\\e[31m=1"] # \u202e\n');
		const { stdout } = nodeConfig("plan", "--in-place");
		for (const mark of ["\u001b", "\u202e"]) expect(stdout).not.toContain(mark);
		expect(stdout).toContain("\ufffd");
	});
});
