import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { type ObjectRef, refText } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";

export interface Patience {
	readonly timeoutMs: number;
	/** Between two questions. @default 500 */
	readonly everyMs?: number;
	readonly onChange: OnChange;
}

/**
 * Waits until an object is no longer there. Another one of the same name is not that object.
 *
 * @throws LocaldnsError LDNS742 when it is still there at the end, with the finalizers that hold it
 */
export async function waitGone(
	cluster: Cluster,
	ref: ObjectRef,
	uid: string | undefined,
	patience: Patience,
): Promise<void> {
	let finalizers: readonly string[] = [];
	const isGone = await waitUntil(`${refText(ref)} to be gone`, patience, async () => {
		const { metadata } = (await cluster.read(ref)) ?? {};
		if (metadata === undefined) return true;
		const meta = metadata as { readonly uid?: string; readonly finalizers?: readonly string[] };
		finalizers = meta.finalizers ?? [];
		return uid !== undefined && meta.uid !== uid;
	});
	if (isGone) return;
	throw new LocaldnsError("LDNS742", `${refText(ref)} was deleted and is still there`, {
		...(finalizers.length === 0 ? {} : { reason: `a finalizer holds it: ${finalizers.join(", ")}` }),
		hint: `kubectl ${ref.namespace === undefined ? "" : `-n ${ref.namespace} `}get ${ref.kind.toLowerCase()} ${ref.name} -o yaml`,
	});
}

/** Asks until the answer is yes, saying once what is waited for. @returns false when time has run out */
export async function waitUntil(
	text: string,
	{ timeoutMs, everyMs = 500, onChange }: Patience,
	isSo: () => Promise<boolean>,
): Promise<boolean> {
	const end = performance.now() + timeoutMs;
	for (let asked = 0; ; asked += 1) {
		if (await isSo()) return true;
		if (performance.now() >= end) return false;
		if (asked === 0) onChange({ event: "waiting", text });
		await sleep(everyMs);
	}
}
