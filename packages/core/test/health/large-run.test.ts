import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("./large-run.ts", import.meta.url));

it("a run of 1.2 million resolutions on 1,000 nodes is counted and judged with 96 MiB of heap", () => {
	const said = execFileSync(process.execPath, ["--max-old-space-size=96", program], { encoding: "utf8" });
	expect(JSON.parse(said)).toEqual({ resolutions: 1_200_000, verdict: "met", nodes: 1000 });
}, 120_000);
