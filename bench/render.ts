import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Peer, providePeer } from "./render-peers.ts";

const cli = fileURLToPath(new URL("../packages/cli/bin/localdns.mjs", import.meta.url));

interface Finished {
	ms: number;
	output: string;
}

/** A process from start to end; its home is the folder, so that no setting of the user takes part. */
function run(folder: string, program: string, argv: readonly string[]): Finished {
	const began = process.hrtime.bigint();
	const { status, stdout, stderr, error } = spawnSync(program, argv, {
		cwd: folder,
		encoding: "utf8",
		env: { PATH: process.env.PATH, HOME: join(folder, "home") },
	});
	const ms = Number(process.hrtime.bigint() - began) / 1e6;
	if (status !== 0) throw new Error(`${program} ${argv.join(" ")}: ${error?.message ?? stderr}`);
	return { ms, output: stdout };
}

/** The default objects, as a kustomization and as a chart, one file for each object. */
function writeInputs(folder: string): void {
	run(folder, process.execPath, [cli, "render", "--split", "objects"]);
	const files = readdirSync(join(folder, "objects")).sort();
	writeFileSync(
		join(folder, "kustomization.yaml"),
		`resources:\n${files.map((file) => `- objects/${file}\n`).join("")}`,
	);
	cpSync(join(folder, "objects"), join(folder, "chart/templates"), { recursive: true });
	writeFileSync(join(folder, "chart/Chart.yaml"), "apiVersion: v2\nname: localdns\nversion: 0.1.0\n");
	writeFileSync(join(folder, "localdns.yaml"), "apiVersion: localdns.dev/v1alpha1\nkind: Config\n");
}

const kinds = (yaml: string): string[] =>
	[...yaml.matchAll(/^kind: (\w+)$/gm)].map(([, kind = ""]) => kind).sort();

const peerArguments: Record<Peer, string[]> = {
	kustomize: ["build", "."],
	helm: ["template", "localdns", "chart"],
};

/** The whole process of `localdns render` against others that print the same objects, runs taken in turn. */
export function renderRatios(rounds: number): string[] {
	const folder = mkdtempSync(join(tmpdir(), "localdns-render-"));
	const lines: string[] = [];
	try {
		mkdirSync(join(folder, "home"));
		writeInputs(folder);
		const commands = new Map<string, () => Finished>([
			["node -e 0", () => run(folder, process.execPath, ["-e", "0"])],
			["localdns render", () => run(folder, process.execPath, [cli, "render"])],
			["localdns render -f", () => run(folder, process.execPath, [cli, "render", "-f", "localdns.yaml"])],
		]);
		for (const name of ["kustomize", "helm"] as const) {
			const peer = providePeer(name);
			if (peer.ok) commands.set(name, () => run(folder, peer.path, peerArguments[name]));
			else lines.push(`${name}: not to be had (${peer.reason}), so that ratio was not taken`);
		}
		const times = new Map([...commands.keys()].map((name) => [name, [] as number[]]));
		const wanted = kinds(commands.get("localdns render")?.().output ?? "");
		for (let round = 0; round < rounds + 1; round += 1) {
			for (const [name, command] of commands) {
				const { ms, output } = command();
				if (name !== "node -e 0" && kinds(output).join() !== wanted.join())
					throw new Error(`${name} prints other objects: ${kinds(output)}`);
				// The first round fills caches and does not count.
				if (round > 0) times.get(name)?.push(ms);
			}
		}
		return [...lines, ...report(times)];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function report(times: ReadonlyMap<string, readonly number[]>): string[] {
	const sorted = new Map([...times].map(([name, list]) => [name, list.toSorted((a, b) => a - b)]));
	const at = (name: string, share: number): number => {
		const list = sorted.get(name) ?? [];
		return list[Math.round(share * (list.length - 1))] ?? Number.NaN;
	};
	const figures = [...sorted.keys()].map(
		(name) =>
			`${name.padEnd(18)} min ${at(name, 0).toFixed(0)}, median ${at(name, 0.5).toFixed(0)}, max ${at(name, 1).toFixed(0)} ms`,
	);
	const ratios = ["kustomize", "helm"]
		.filter((name) => sorted.has(name))
		.map(
			(name) =>
				`localdns render: ${(at("localdns render", 0.5) / at(name, 0.5)).toFixed(2)} × ${name} by medians, ${(at("localdns render", 0) / at(name, 0)).toFixed(2)} × by minima (asked for 1)`,
		);
	return [...figures, ...ratios];
}
