import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findProgram } from "../packages/lab/src/index.ts";

/** doctor, status and diff beside kubectl on 5,000 nodes, and the plan for them, in about two minutes; a line with the reason where that cannot be. */
export function largeClusterRatios(): string[] {
	if (process.getuid?.() !== 0 || findProgram("etcd") === undefined || findProgram("go") === undefined)
		return ["not measured: it takes root, etcd and Go"];
	const script = fileURLToPath(new URL("large-cluster.ts", import.meta.url));
	const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
	if (status !== 0) throw new Error(`bench/large-cluster.ts ended with ${status}: ${stderr}`);
	return stdout.trim().split("\n");
}
