import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../packages/cli/bin/localdns.mjs", import.meta.url));

/** Wall time of one process from start to end, ms. */
function once(program: string, argv: string[]): number {
	const began = process.hrtime.bigint();
	const { status, error } = spawnSync(program, argv, { stdio: "ignore" });
	if (error !== undefined || status !== 0)
		throw new Error(`${program} ${argv.join(" ")} failed: ${error?.message ?? status}`);
	return Number(process.hrtime.bigint() - began) / 1e6;
}

const median = (values: number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const hasKubectl = spawnSync("kubectl", ["version", "--client"], { stdio: "ignore" }).status === 0;

/** Start-up of `version` and `--help` against bare Node and, where it is installed, kubectl: runs taken in turn. */
export function startupRatios(rounds: number): string[] {
	const commands: Record<string, () => number> = {
		"node -e 0": () => once(process.execPath, ["-e", "0"]),
		"localdns version": () => once(process.execPath, [cli, "version"]),
		"localdns --help": () => once(process.execPath, [cli, "--help"]),
		...(hasKubectl ? { "kubectl version --client": () => once("kubectl", ["version", "--client"]) } : {}),
	};
	const times = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
	for (let round = 0; round < rounds + 1; round += 1) {
		// The first round fills caches and does not count.
		for (const [name, run] of Object.entries(commands))
			if (round === 0) run();
			else times.get(name)?.push(run());
	}
	const ms = (name: string): number => median(times.get(name) ?? []);
	const lines: string[] = [];
	for (const own of ["localdns version", "localdns --help"]) {
		lines.push(
			`${own}: ${ms(own).toFixed(0)} ms, ${(ms(own) / ms("node -e 0")).toFixed(2)} × bare node (${ms("node -e 0").toFixed(0)} ms; allowed 2.5)`,
		);
		lines.push(
			hasKubectl
				? `${own}: ${(ms(own) / ms("kubectl version --client")).toFixed(2)} × kubectl version --client (${ms("kubectl version --client").toFixed(0)} ms; allowed 1.5)`
				: `${own}: kubectl is not installed here, so that ratio was not taken`,
		);
	}
	return lines;
}
