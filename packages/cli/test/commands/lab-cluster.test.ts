import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));

it.each([
	["--nodes", "9", 'LDNS101: --nodes: read "9"; allowed is a whole number from 2 to 4'],
	["--nodes", "2.5", 'LDNS101: --nodes: read "2.5"; allowed'],
	["--nodes", "", 'LDNS101: --nodes: read ""; allowed'],
	["--arms", "direct", "LDNS102: option '--cluster' cannot be used with option '--arms <list>'"],
	["--coredns", "/bin/true", "LDNS102: option '--cluster' cannot be used with option '--coredns <path>'"],
	["--link", "nope", 'LDNS101: --link: read "nope"'],
])("lab up --cluster %s %j is refused before anything is started", (flag, value, words) => {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[cli, "lab", "up", "--cluster", flag, value],
		{ encoding: "utf8", timeout: 20_000 },
	);
	expect(status).toBe(2);
	expect(stdout).toBe("");
	expect(stderr).toContain(words);
});
