import { type K3sCommand, readK3sCommand } from "./command-line.ts";
import { shellWords, systemdWords } from "./shell-words.ts";

/** A text and where it came from. */
export interface SourceText {
	readonly path: string;
	readonly text: string;
}

/** A unit of K3s as found on a node, not yet read. */
export interface ServiceSource {
	/** `k3s`, `k3s-agent`, `k3s-edge`: what systemctl or rc-service calls it. */
	readonly name: string;
	readonly manager: "systemd" | "openrc";
	/** The unit file or init script. */
	readonly unit: SourceText;
	/** `<unit>.d/*.conf` in order of their names; systemd only. */
	readonly overrides: readonly SourceText[];
	/** What stands in the files that the unit names with EnvironmentFile=, or in /etc/rancher/k3s/NAME.env. */
	readonly environment: readonly SourceText[];
}

/** A unit of K3s, read. Holds no secret but what stands in the flags' values. */
export interface K3sService extends K3sCommand {
	readonly name: string;
	readonly manager: "systemd" | "openrc";
	readonly path: string;
	/** K3S_CONFIG_FILE of its environment. */
	readonly configFromEnvironment: string | undefined;
	/** A variable on the command line that none of its files sets. */
	readonly unknownVariable: string | undefined;
}

/** @returns undefined for a unit that starts something else */
export function readService(source: ServiceSource): K3sService | undefined {
	const environment = environmentOf(source);
	const line = source.manager === "systemd" ? execStart(source) : commandArgs(source.unit.text);
	if (line === undefined) return undefined;
	const { words, unknown } =
		source.manager === "systemd"
			? systemdWords(line, environment)
			: { words: shellWords(line), unknown: undefined };
	const program = (words[0] ?? "").replace(/^[-@:+!]{1,5}/, "");
	if (!/(^|\/)k3s$/.test(program)) return undefined;
	const { name, manager, unit } = source;
	const fromEnvironment = environment.get("K3S_CONFIG_FILE");
	return {
		...readK3sCommand(words),
		name,
		manager,
		path: unit.path,
		configFromEnvironment: fromEnvironment === "" ? undefined : fromEnvironment,
		unknownVariable: unknown,
	};
}

/** Names of the files that a systemd unit takes variables from; a dash in front makes one optional. */
export function environmentFilesOf(unit: string): string[] {
	return assignments(unit, "EnvironmentFile").map((value) => value.replace(/^-/, ""));
}

/** The command of a unit to restart K3s with; `--no-block` since K3s has no start timeout and may never report. */
export function restartCommand({ name, manager }: Pick<K3sService, "name" | "manager">): string {
	return manager === "systemd" ? `systemctl restart --no-block ${name}` : `rc-service ${name} restart`;
}

/** Values of a setting in the order of the file, continued lines joined. Source: systemd.syntax(7). */
function assignments(unit: string, setting: string): string[] {
	const found: string[] = [];
	let section = "";
	for (const line of joinedLines(unit)) {
		const heading = /^\[([^\]]{1,100})\]/.exec(line);
		if (heading !== null) section = heading[1] ?? "";
		else if (section === "Service" && line.startsWith(setting)) {
			const rest = line.slice(setting.length).trimStart();
			if (rest.startsWith("=")) found.push(rest.slice(1).trim());
		}
	}
	return found;
}

/** A backslash at a line's end joins the next; comment lines in between are left out. */
function joinedLines(unit: string): string[] {
	const lines: string[] = [];
	let open: string[] | undefined;
	for (const raw of unit.split("\n")) {
		const line = raw.trim();
		if (/^[#;]/.test(line)) continue;
		const continued = line.endsWith("\\");
		const piece = continued ? line.slice(0, -1) : line;
		if (open === undefined) open = [piece];
		else open.push(piece);
		if (continued) continue;
		lines.push(open.join(" "));
		open = undefined;
	}
	if (open !== undefined) lines.push(open.join(" "));
	return lines;
}

/** The last ExecStart= that is not taken back by an empty one. */
function execStart({ unit, overrides }: ServiceSource): string | undefined {
	const all = [unit, ...overrides].flatMap(({ text }) => assignments(text, "ExecStart"));
	const lastEmpty = all.lastIndexOf("");
	return all.slice(lastEmpty + 1)[0];
}

/** `command="…"` and `command_args="…"` of the init script that K3s' installer writes; the redirections behind are cut off. */
function commandArgs(script: string): string | undefined {
	const assigned = (name: string): string | undefined => {
		const at = script.search(new RegExp(`^${name}="`, "m"));
		if (at === -1) return undefined;
		const start = at + name.length + 2;
		let text = "";
		for (let index = start; index < script.length && script[index] !== '"'; index += 1) {
			if (script[index] === "\\" && index + 1 < script.length) index += 1;
			text += script[index] ?? "";
		}
		return text;
	};
	const command = assigned("command");
	if (command === undefined) return undefined;
	return `${command} ${(assigned("command_args") ?? "").replace(/\s>>[\s\S]{0,300}$/, "")}`;
}

function environmentOf({ unit, overrides, environment, manager }: ServiceSource): Map<string, string> {
	const variables = new Map<string, string>();
	const set = (assignment: string): void => {
		const [, name, value = ""] = /^(?:export\s+)?([A-Za-z_]\w{0,200})=([\s\S]*)$/.exec(assignment) ?? [];
		if (name !== undefined) variables.set(name, value);
	};
	if (manager === "systemd") {
		for (const { text } of [unit, ...overrides])
			for (const value of assignments(text, "Environment")) for (const word of shellWords(value)) set(word);
	}
	// EnvironmentFile= wins over Environment= (systemd.exec(5)).
	for (const { text } of environment) {
		for (const line of joinedLines(text)) {
			const [, name, value = ""] = /^(?:export\s+)?([A-Za-z_]\w{0,200})=(.*)$/.exec(line) ?? [];
			if (name !== undefined) variables.set(name, shellWords(value).join(" "));
		}
	}
	return variables;
}
