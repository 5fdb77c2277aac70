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
 * Unified diff of whole files, /dev/null for one that is not there. A diff is what people paste, and these files hold
 * secrets, so values beside the change are hidden; such a diff cannot be fed to patch(1).
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

/**
 * Of a line that stays the key alone, since what it belongs to is not seen from the line: it may be within a token of
 * several lines. A line that changes is shown, but for secrets beside it in a mapping on one line.
 */
function withoutSecret(line: string): string {
	if (line.startsWith(" ")) {
		const [, indentation, key] = /^(\s*)((?:- )?["']?[\w.-]{1,60}\+?["']?:(?=\s|$))?/.exec(line) ?? [];
		if (line.trim() === "" || line.trim() === key) return line;
		return `${indentation}${key === undefined ? "…" : `${key} …`}${line.endsWith("\r") ? "\r" : ""}`;
	}
	return line.replace(secretInMapping, (whole, start: string, key: string) =>
		isSecretFlag(key) ? `${start}…` : whole,
	);
}

const secretInMapping = /((?<![\w-])(?:--)?["']?([a-z0-9-]{1,60})\+?["']?\s*:\s+)("[^"]*"|'[^']*'|[^,}\]]+)/g;
