import { repeatableFlags } from "../k3s/flags.ts";

/** Flags that K3s was started with on a node, from files and from its unit, in order. */
export interface NodeArgs {
	readonly role: "server" | "agent" | undefined;
	readonly flags: readonly { readonly name: string; readonly value: string | undefined }[];
}

/**
 * Reads the annotation `k3s.io/node-args`: a JSON list of the flags in force, each split at its first `=`, secrets
 * masked (k3s-io/k3s: pkg/nodeconfig/nodeconfig.go). Undefined for any other text.
 */
export function parseNodeArgs(annotation: string | undefined): NodeArgs | undefined {
	const words = wordsOf(annotation);
	if (words === undefined) return undefined;
	const [first] = words;
	const flags: { name: string; value: string | undefined }[] = [];
	for (let index = 0; index < words.length; index += 1) {
		const [, name] = /^--?(.{1,200})$/s.exec(words[index] ?? "") ?? [];
		if (name === undefined) continue;
		const next = words[index + 1];
		// The value of kubelet-arg may itself begin with dashes; that of a switch may be missing.
		const hasValue = next !== undefined && (repeatableFlags.has(name) || !next.startsWith("-"));
		flags.push({ name, value: hasValue ? next : undefined });
		if (hasValue) index += 1;
	}
	return { role: first === "server" || first === "agent" ? first : undefined, flags };
}

/** Every value of a flag, in order. */
export const valuesOf = ({ flags }: NodeArgs, name: string): string[] =>
	flags.flatMap((flag) => (flag.name === name && flag.value !== undefined ? [flag.value] : []));

/** Whether a switch is on; K3s writes one from a file with its value. */
export const isSwitchedOn = ({ flags }: NodeArgs, name: string): boolean =>
	flags.some((flag) => flag.name === name && flag.value !== "false");

function wordsOf(annotation: string | undefined): string[] | undefined {
	if (annotation === undefined) return undefined;
	try {
		const words: unknown = JSON.parse(annotation);
		return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : undefined;
	} catch {
		return undefined;
	}
}
