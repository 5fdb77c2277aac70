import { resolve } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { shellWord } from "../shell-word.ts";

/** Flags that a command was given, each with its value as a shell takes it: `["--root", "'a b'"]`, `["--in-place"]`. */
export type GivenFlags = readonly (readonly [name: string, value?: string])[];

const nodeConfigCommand = /localdns node-config (plan|apply|revert)/g;
const absolutePath = /(?<=^| )\/(?=\w)/g;
const ofEveryCommand = ["--root", "--role"];

/**
 * What is said of a node is said as on the node itself and without flags. Below a folder its paths are others, and its
 * commands need the flags that were given, where the hint does not name them itself.
 */
export async function hintsBelow<T>(root: string, flags: GivenFlags, run: () => T | Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		if (!(error instanceof LocaldnsError)) throw error;
		const { code, message, reason, cause } = error;
		throw new LocaldnsError(code, message, {
			...(reason === undefined ? {} : { reason }),
			hint: withFlags(flags, root === "/" ? error.hint : withPathsBelow(root, error.hint)),
			cause,
		});
	}
}

function withPathsBelow(root: string, hint: string): string {
	const folder = root.replace(/\/+$/, "");
	return hint.replace(absolutePath, (slash, offset: number) =>
		hint.startsWith(resolve(root), offset) ? slash : `${shellWord(folder)}${slash}`,
	);
}

function withFlags(flags: GivenFlags, hint: string): string {
	const missing = flags.filter(([name]) => !hint.includes(name));
	return hint.replace(nodeConfigCommand, (command, verb: string) => {
		const fitting = missing.filter(([name]) => verb !== "revert" || ofEveryCommand.includes(name));
		return [command, ...fitting.flat()].join(" ");
	});
}
