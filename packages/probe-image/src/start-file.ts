import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";

const pollMs = 100;

/**
 * Waits until a file tells when the warm-up begins. It is empty before that: the kubelet makes it from an annotation of
 * the pod, and writes it anew when that is set.
 *
 * @returns ms since 1970, or undefined when it was told to stop instead
 * @throws LocaldnsError LDNS104 a file that cannot be read, LDNS301 one that holds no instant
 */
export async function readStart(path: string, interrupt: AbortSignal): Promise<number | undefined> {
	let wasRead = false;
	while (!interrupt.aborted) {
		// While the kubelet writes anew, the folder that a link pointed to may be gone for an instant.
		const text = (await readFile(path, "utf8").catch(wasRead ? () => "" : unreadable(path))).trim();
		wasRead = true;
		if (text !== "") return instant(text);
		await wait(pollMs, undefined, { signal: interrupt }).catch(() => undefined);
	}
	return undefined;
}

function instant(text: string): number {
	const atMs = Number(text);
	if (/^\d+$/.test(text) && Number.isSafeInteger(atMs)) return atMs;
	throw new LocaldnsError(
		"LDNS301",
		`the start: read ${JSON.stringify(text.slice(0, 100))}; allowed is ms since 1970`,
	);
}

const unreadable = (path: string) => (error: Error) => {
	throw new LocaldnsError("LDNS104", `cannot read ${path}`, {
		reason: error.message,
		hint: `ls -l ${path}`,
		cause: error,
	});
};
