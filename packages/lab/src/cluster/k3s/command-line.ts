import { existsSync } from "node:fs";
import { isKnownFlag } from "./flags.ts";

type Role = "server" | "agent";

export interface CommandLine {
	role: Role;
	/** `server` or `agent`, the flags from files, then the flags of the unit: what K3s acts on, and tells in `k3s.io/node-args`. */
	words: string[];
	/** Keys of the files that a server does not know and therefore leaves out. */
	ignored: string[];
}

const standardFile = "/etc/rancher/k3s/config.yaml";

/**
 * Puts the flags that configuration files stand for between the role and the unit's own flags
 * (pkg/configfilearg/parser.go). A server leaves out what it does not know; an agent does not, and fails.
 * @param words behind `k3s`
 * @param readFiles the flags of a main file and its drop-ins
 * @throws Error when there is no role, or what `readFiles` throws
 */
export function commandLine(
	words: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
	readFiles: (mainFile: string) => string[],
): CommandLine {
	const [role, ...own] = words;
	if (role !== "server" && role !== "agent") throw new Error("the first word must be server or agent");
	const file = configFile(own, environment);
	const fromFiles = existsSync(file) || existsSync(`${file}.d`) ? readFiles(file) : [];
	const isKept = (flag: string) => role === "agent" || isKnownFlag(role, nameOf(flag));
	return {
		role,
		words: [role, ...fromFiles.filter(isKept), ...own],
		ignored: fromFiles.filter((flag) => !isKept(flag)).map(nameOf),
	};
}

const nameOf = (flag: string): string => flag.replace(/^-+/, "").replace(/=[\s\S]*$/, "");

/** The environment wins over the flag, and the first flag over later ones. */
function configFile(
	words: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): string {
	const named = environment.K3S_CONFIG_FILE;
	if (named !== undefined && named !== "") return named;
	for (const [index, word] of words.entries()) {
		if (word === "--config" || word === "-c") return words[index + 1] ?? standardFile;
		const [, value] = /^(?:--config|-c)=([\s\S]*)$/.exec(word) ?? [];
		if (value !== undefined) return value;
	}
	return standardFile;
}
