import { isSecretFlag } from "@localdns/core/k3s";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

interface FileChange {
	readonly path: string;
	readonly from: string | undefined;
	readonly to: string | undefined;
}

/**
 * Unified diff of whole files, /dev/null for one that is not there. Values of keys that hold secrets are hidden, since
 * a diff is what people paste; so a diff whose context has one cannot be fed to patch(1).
 */
export function unifiedDiff(files: readonly FileChange[]): string {
	return files
		.map(({ path, from, to }) => {
			const name = (text: string | undefined, side: string) =>
				text === undefined ? "/dev/null" : `${side}${path}`;
			const patch = createTwoFilesPatch(
				name(from, "a"),
				name(to, "b"),
				from ?? "",
				to ?? "",
				undefined,
				undefined,
				{
					context: 3,
					headerOptions: FILE_HEADERS_ONLY,
				},
			);
			return patch.split("\n").map(withoutSecret).join("\n");
		})
		.join("");
}

/** For a terminal: coloured, and no byte of it can steer the terminal. */
export function shownDiff(diff: string, style: Style): string {
	return diff
		.split("\n")
		.map((line) => {
			const text = printable(line.replace(/\r$/, "").replaceAll("\t", "    "));
			if (text.startsWith("+")) return style.good(text);
			if (text.startsWith("-")) return style.bad(text);
			return text.startsWith("@@") ? style.faint(text) : text;
		})
		.join("\n");
}

function withoutSecret(line: string): string {
	const [whole, key = ""] = /^[ +-]\s*["']?([a-z0-9-]{1,60})\+?["']?\s*:\s+/.exec(line) ?? [];
	return whole !== undefined && isSecretFlag(key) && line.length > whole.length ? `${whole}…` : line;
}
