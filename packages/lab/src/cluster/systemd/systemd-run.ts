import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Reply, refused, said } from "./protocol.ts";

/**
 * `systemd-run [--collect] [--unit=NAME] [--on-active=2s] COMMAND…`: runs a command in a while, away from
 * whoever asked. Its output goes to /var/log/NAME.service.log.
 */
export function systemdRun(argv: readonly string[]): Reply {
	const at = argv.findIndex((word, index) => !word.startsWith("-") && !takesNext(argv[index - 1]));
	const own = (at === -1 ? argv : argv.slice(0, at)).filter((word) => word !== "--");
	let values: ReturnType<typeof parse>;
	try {
		values = parse(own);
	} catch (error) {
		return refused((error as Error).message);
	}
	const [program, ...rest] = at === -1 ? [] : argv.slice(at);
	if (program === undefined) return refused("Command line to execute required.");
	const seconds = values["on-active"] === undefined ? 0 : secondsOf(values["on-active"]);
	if (seconds === undefined) return refused(`Failed to parse timer value: ${values["on-active"]}`);
	const name = (values.unit ?? `run-r${randomBytes(16).toString("hex")}`).replace(/\.service$/, "");
	setTimeout(() => runNow(name, program, rest), seconds * 1000);
	const timer = values["on-active"] === undefined ? "" : `Running timer as unit: ${name}.timer\n`;
	return { ...said(""), stderr: `${timer}Will run service as unit: ${name}.service\n` };
}

/** Options whose value may be the next word. */
const takesNext = (word: string | undefined): boolean =>
	word !== undefined && ["-u", "--unit", "-p", "--property", "--on-active", "--description"].includes(word);

const parse = (argv: readonly string[]) =>
	parseArgs({
		args: [...argv],
		options: {
			collect: { type: "boolean", short: "G" },
			description: { type: "string" },
			"no-block": { type: "boolean" },
			"on-active": { type: "string" },
			property: { type: "string", short: "p", multiple: true },
			quiet: { type: "boolean", short: "q" },
			unit: { type: "string", short: "u" },
		},
	}).values;

const units = { ms: 0.001, s: 1, sec: 1, m: 60, min: 60 } as const;

/** A time span of one number, in seconds unless it says otherwise (systemd.time(7)). */
function secondsOf(text: string): number | undefined {
	const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)\s*(ms|sec|s|min|m)?$/.exec(text) ?? [];
	return number === undefined ? undefined : Number(number) * units[unit as keyof typeof units];
}

function runNow(name: string, program: string, argv: readonly string[]): void {
	const log = openSync(`/var/log/${name}.service.log`, "a");
	const child = spawn(program, argv, { stdio: ["ignore", log, log] });
	// What became of it is in its log; nobody waits for it.
	child.on("error", () => {});
}
