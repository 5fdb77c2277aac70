import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { run } from "./real/localdns-process.ts";

/** What is offered for the words of a command line, the last of which is being typed. */
async function offered(...words: string[]): Promise<string[]> {
	const { code, stdout } = await run(["complete", "--", ...words]);
	expect(code).toBe(0);
	return stdout
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith(":"))
		.map((line) => line.split("\t")[0] as string);
}

describe("completion", () => {
	it("offers commands, subcommands, options and their values", async () => {
		expect(await offered("ins")).toEqual(["install"]);
		expect(await offered("bench", "comp")).toContain("compare");
		expect(await offered("bench", "--quic")).toEqual(["--quick"]);
		expect(await offered("install", "--mode", "")).toEqual(["kubelet", "intercept"]);
		expect(await offered("rbac", "--for", "uni")).toEqual(["uninstall"]);
	});

	it("offers no command that is for scripts only", async () => {
		const all = await offered("");
		expect(all).toContain("completion");
		expect(all).not.toContain("complete");
	});

	it("prints a script that bash can read, and refuses a shell that it does not know", async () => {
		const { stdout } = await run(["completion", "bash"]);
		execFileSync("bash", ["-n"], { input: stdout });
		expect(stdout).toMatch(/complete -F \S+ localdns/);
		const refused = await run(["completion", "tcsh"]);
		expect(refused.code).toBe(2);
		expect(refused.stderr).toContain("bash, zsh, fish, powershell");
	});
});
