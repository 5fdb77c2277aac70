import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { commandLine } from "../../../src/cluster/k3s/command-line.ts";
import { lastOf, readFlags } from "../../../src/cluster/k3s/flags.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-k3s-"));
const file = join(folder, "config.yaml");
writeFileSync(file, "");
afterAll(() => rmSync(folder, { recursive: true }));

it("puts the files' flags between the role and the unit's own, which therefore come later", () => {
	const line = commandLine(["agent", "--node-label=own", `--config=${file}`], {}, (read) => {
		expect(read).toBe(file);
		return ["--node-label=first", "--kubelet-arg=v=2"];
	});
	expect(line.words).toEqual([
		...["agent", "--node-label=first", "--kubelet-arg=v=2", "--node-label=own"],
		`--config=${file}`,
	]);
	const flags = readFlags("agent", line.words.slice(1));
	expect(flags.get("node-label")).toEqual(["first", "own"]);
	expect(lastOf(flags, "node-label")).toBe("own");
});

it("lets the environment name the file before the flag", () => {
	const read: string[] = [];
	const note = (name: string) => {
		read.push(name);
		return [];
	};
	commandLine(["server", "-c", "/nowhere"], { K3S_CONFIG_FILE: file }, note);
	commandLine(["server", "-c", "/nowhere"], {}, note);
	commandLine(["server", "--config", file, "-c=/nowhere"], { K3S_CONFIG_FILE: "" }, note);
	expect(read).toEqual([file, file]);
});

it("leaves out on a server what K3s does not know, and keeps it on an agent, which then fails", () => {
	const read = () => ["--colour=red", "--cluster-dns=10.43.0.10"];
	const server = commandLine(["server", `-c=${file}`], {}, read);
	expect(server.words).toEqual(["server", "--cluster-dns=10.43.0.10", `-c=${file}`]);
	expect(server.ignored).toEqual(["colour"]);
	const agent = commandLine(["agent", `-c=${file}`], {}, read);
	expect(agent.ignored).toEqual([]);
	expect(() => readFlags("agent", agent.words.slice(1))).toThrow("flag provided but not defined: -colour");
	expect(() => readFlags("agent", ["--cluster-dns=10.43.0.10"])).toThrow("not defined: -cluster-dns");
	expect(() => readFlags("agent", ["--node-name"])).toThrow("flag needs an argument: -node-name");
	expect(readFlags("agent", ["--debug", "-t", "x"])).toEqual(
		new Map([
			["debug", ["true"]],
			["token", ["x"]],
		]),
	);
});
