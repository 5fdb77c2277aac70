import { parseArgs } from "node:util";
import { type Reply, refused, said } from "./protocol.ts";
import type { Unit } from "./unit.ts";

/** Looks a unit up; undefined where there is no such file. */
export type FindUnit = (name: string) => Unit | undefined;

/**
 * `systemctl` as far as K3s' units need it: start, stop, restart, try-restart, is-active, is-enabled, show,
 * cat, status, daemon-reload. Words and exit codes are systemd's.
 */
export async function systemctl(argv: readonly string[], find: FindUnit): Promise<Reply> {
	let parsed: ReturnType<typeof parse>;
	try {
		parsed = parse(argv);
	} catch (error) {
		return refused((error as Error).message);
	}
	const { values, positionals } = parsed;
	const [verb = "", ...names] = positionals;
	if (verb === "daemon-reload" || verb === "reset-failed") return said("");
	if (!(verb in verbs)) return refused(`Unknown command verb '${verb}'.`);
	if (names.length === 0) return refused("Too few arguments.");
	const replies: Reply[] = [];
	for (const name of names) {
		const unit = find(name);
		replies.push(await (verbs[verb] as Verb)(unit, withSuffix(name), values));
	}
	return {
		code: replies.find(({ code }) => code !== 0)?.code ?? 0,
		stdout: replies.map(({ stdout }) => stdout).join(""),
		stderr: replies.map(({ stderr }) => stderr).join(""),
	};
}

export const withSuffix = (name: string): string =>
	/\.(service|timer)$/.test(name) ? name : `${name}.service`;

const parse = (argv: readonly string[]) =>
	parseArgs({
		args: [...argv],
		allowPositionals: true,
		options: {
			"no-block": { type: "boolean" },
			"no-pager": { type: "boolean" },
			"no-ask-password": { type: "boolean" },
			property: { type: "string", short: "p", multiple: true },
			quiet: { type: "boolean", short: "q" },
			value: { type: "boolean" },
			full: { type: "boolean", short: "l" },
			now: { type: "boolean" },
		},
	});

type Values = ReturnType<typeof parse>["values"];
type Verb = (unit: Unit | undefined, name: string, values: Values) => Reply | Promise<Reply>;

const job =
	(act: (unit: Unit) => Promise<boolean>): Verb =>
	async (unit, name, values) => {
		if (unit === undefined) return refused(`Failed to start ${name}: Unit ${name} not found.`, 5);
		const done = act(unit);
		if (values["no-block"] === true) return said("");
		return (await done)
			? said("")
			: refused(
					`Job for ${name} failed because the control process exited with error code.\nSee "systemctl status ${name}" and "journalctl -xeu ${name}" for details.`,
				);
	};

const restart = async (unit: Unit): Promise<boolean> => {
	await unit.stop();
	return await unit.start();
};

const verbs: Readonly<Record<string, Verb>> = {
	start: job((unit) => unit.start()),
	stop: job(async (unit) => {
		await unit.stop();
		return true;
	}),
	restart: job(restart),
	"try-restart": job(async (unit) => (unit.state === "inactive" ? true : await restart(unit))),
	"is-active": (unit, _, values) => {
		const state = unit?.state ?? "inactive";
		return said(values.quiet === true ? "" : `${state}\n`, state === "active" ? 0 : 3);
	},
	"is-enabled": (unit, name, values) =>
		unit === undefined
			? refused(`Failed to get unit file state for ${name}: No such file or directory`)
			: said(values.quiet === true ? "" : "enabled\n"),
	status: (unit, name) =>
		unit === undefined
			? refused(`Unit ${name} could not be found.`, 4)
			: said(
					`● ${name}\n     Loaded: loaded (${unit.path}; enabled)\n     Active: ${unit.state}\n   Main PID: ${unit.mainPid}\n`,
					unit.state === "active" ? 0 : 3,
				),
	cat: (unit, name) =>
		unit === undefined ? refused(`No files found for ${name}.`) : said(`# ${unit.path}\n${unit.text()}`),
	show: (unit, name, values) => {
		const all = properties(unit, name);
		const wanted = values.property?.flatMap((each) => each.split(",")) ?? Object.keys(all);
		const lines = wanted
			.filter((key) => key in all)
			.map((key) => (values.value === true ? all[key] : `${key}=${all[key]}`));
		return said(lines.map((line) => `${line}\n`).join(""));
	},
};

const properties = (unit: Unit | undefined, name: string): Record<string, string> => ({
	Id: name,
	LoadState: unit === undefined ? "not-found" : "loaded",
	ActiveState: unit?.state ?? "inactive",
	SubState: subStates[unit?.state ?? "inactive"],
	FragmentPath: unit?.path ?? "",
	MainPID: String(unit?.mainPid ?? 0),
	NRestarts: String(unit?.restarts ?? 0),
	KillMode: "process",
	ActiveEnterTimestamp: unit?.startedAt?.toUTCString() ?? "",
	UnitFileState: unit === undefined ? "" : "enabled",
});

const subStates = {
	inactive: "dead",
	activating: "start",
	active: "running",
	deactivating: "stop-sigterm",
	failed: "failed",
} as const;
