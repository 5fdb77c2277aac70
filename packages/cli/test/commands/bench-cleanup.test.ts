import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const cli = fileURLToPath(new URL("../../bin/localdns.mjs", import.meta.url));

it.each(["--namespace", "--cache-namespace"])(
	"refuses what can be no %s before a cluster is asked",
	(flag) => {
		const argv = [cli, "bench", "cleanup", flag, "Not_One", "--kubeconfig", "/nowhere"];
		const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
			encoding: "utf8",
			timeout: 30_000,
		});
		expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
		expect(stderr).toContain(`error LDNS101: bench cleanup: ${flag}: `);
		expect(stderr).toContain("hint: localdns bench cleanup --help");
	},
);
