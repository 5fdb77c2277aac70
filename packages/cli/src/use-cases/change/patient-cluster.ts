import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { refOf } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";

interface Patience {
	/** For one outage. @default 300000, in which a K3s server of one node has restarted */
	readonly patienceMs?: number;
	/**
	 * While one outage goes on, patience is used up for all: whatever is asked after that gets the answer of the moment,
	 * instead of waiting as long again. @default false
	 */
	readonly waitsOnce?: boolean;
	readonly onChange: OnChange;
}

/** Out of reach, too slow, or answering as it does while it starts; other answers do not change by waiting. */
export function isOut({ code, cause }: LocaldnsError): boolean {
	const { status = 0 } = (cause ?? {}) as { readonly status?: number };
	return (
		code === "LDNS601" || code === "LDNS606" || (code === "LDNS607" && (status >= 500 || status === 429))
	);
}
/** For a moment after its start an API server knows neither accounts nor roles. */
const notYet = new Set(["LDNS603", "LDNS604"]);
const graceMs = 10_000;
const pauseMs = 1000;

/**
 * The same cluster for a command that has begun to change it: while its API server is away, which a restart of K3s on a
 * server brings about, what was asked is asked again. Ctrl-C does not end that: the step in hand has to come to its end. Every request of the port may be repeated: a second create
 * returns what the first one made, and a second delete that finds nothing counts as one.
 */
export function patientCluster(
	cluster: Cluster,
	{ patienceMs = 300_000, waitsOnce = false, onChange }: Patience,
): Cluster {
	let awaySince: number | undefined;
	let backAt = Number.NEGATIVE_INFINITY;

	async function patiently<T>(ask: (isLost: boolean) => Promise<T>): Promise<T> {
		const began = performance.now();
		/** Whether an answer may have been lost on its way. */
		let isLost = false;
		for (;;) {
			try {
				const answer = await ask(isLost);
				if (awaySince !== undefined) {
					backAt = performance.now();
					onChange({
						event: "api",
						text: `the API server is back after ${Math.round((backAt - awaySince) / 1000)} s`,
					});
					awaySince = undefined;
				}
				return answer;
			} catch (error) {
				if (!(error instanceof LocaldnsError)) throw error;
				const now = performance.now();
				const since = waitsOnce ? Math.min(began, awaySince ?? began) : began;
				const isAway = isOut(error) && now - since < patienceMs;
				const isEarly = notYet.has(error.code) && (awaySince !== undefined || now - backAt < graceMs);
				if (!isAway && !(isEarly && now - began < graceMs * 3)) throw error;
				isLost ||= isAway;
				if (awaySince === undefined && isAway) {
					awaySince = now;
					onChange({ event: "api", text: `the API server does not answer (${error.message}); waiting` });
				}
				await sleep(pauseMs);
			}
		}
	}

	return {
		place: cluster.place,
		get requests() {
			return cluster.requests;
		},
		serverVersion: () => patiently(() => cluster.serverVersion()),
		get: (path) => patiently(() => cluster.get(path)),
		list: (path, read) => patiently(() => cluster.list(path, read)),
		mayI: (questions) => patiently(() => cluster.mayI(questions)),
		read: (ref) => patiently(() => cluster.read(ref)),
		apply: (object, options) => patiently(() => cluster.apply(object, options)),
		create: (object, options) =>
			patiently(async (isLost) => {
				const made = await cluster.create(object, options);
				return made === undefined && isLost ? await cluster.read(refOf(object)) : made;
			}),
		patch: (ref, change, resourceVersion) => patiently(() => cluster.patch(ref, change, resourceVersion)),
		takeOver: (ref, managers) => patiently(() => cluster.takeOver(ref, managers)),
		delete: (ref, uid) => patiently(async (isLost) => (await cluster.delete(ref, uid)) || isLost),
		log: (namespace, pod, limitBytes) => patiently(() => cluster.log(namespace, pod, limitBytes)),
		logSince: (namespace, pod, range) => patiently(() => cluster.logSince(namespace, pod, range)),
		close: () => cluster.close(),
	};
}
