import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import type { Cluster } from "../../ports/cluster.ts";
import { isOut } from "../change/patient-cluster.ts";
import type { MeasurementEvent } from "./contract.ts";
import type { Pace } from "./pace.ts";
import type { ProbeFlight, Stage } from "./probe-flight.ts";

/** Logs at a time; the client has eight connections, and a kubelet that is away holds one for as long as a request may take. */
const readingsAtOnce = 4;
/** Pods that one list may name for each second until the next. */
const podsPerSecond = 200;

interface WatchSettings {
	/** Asks again while the API server is away. */
	readonly cluster: Cluster;
	readonly namespace: string;
	/** Finds the pods of this run. */
	readonly selector: string;
	/** For the readings of logs. */
	readonly pace: Pace;
	readonly collectEveryMs: number;
	readonly onEvent: (event: MeasurementEvent) => void;
}

/** Looks at all pods of a run by one list each second, and reads the logs that are due. */
export class ProbeWatch {
	readonly #flights: readonly ProbeFlight[];
	readonly #byPod: ReadonlyMap<string, ProbeFlight>;
	readonly #settings: WatchSettings;
	readonly #readings = new Set<Promise<void>>();
	#failure: unknown;
	#isOn = false;
	#told = "";

	constructor(flights: readonly ProbeFlight[], settings: WatchSettings) {
		this.#flights = flights;
		this.#byPod = new Map(flights.map((flight) => [flight.pod, flight]));
		this.#settings = settings;
	}

	/**
	 * Watches until it is over, or somebody interrupts, and ends the readings in hand. An API server that is away is asked
	 * again until then: probes go on without it, and their logs stay where they are.
	 *
	 * @throws LocaldnsError about the whole cluster
	 */
	async until(isOver: () => boolean, interrupt: AbortSignal): Promise<void> {
		const everyMs = Math.max(1000, (this.#flights.length / podsPerSecond) * 1000);
		this.#isOn = true;
		try {
			while (!interrupt.aborted) {
				const away = await this.#lookUnlessAway();
				this.#read();
				this.#tell();
				if (this.#failure !== undefined) throw this.#failure;
				if (isOver()) {
					if (away !== undefined) throw away;
					break;
				}
				await sleep(everyMs, undefined, { signal: interrupt }).catch(() => {});
			}
		} finally {
			this.#isOn = false;
		}
		await Promise.all(this.#readings);
		if (this.#failure !== undefined) throw this.#failure;
		this.#tell();
	}

	/** What a patient cluster said that has no more patience. */
	async #lookUnlessAway(): Promise<LocaldnsError | undefined> {
		try {
			await this.#look();
			return undefined;
		} catch (error) {
			if (error instanceof LocaldnsError && isOut(error)) return error;
			throw error;
		}
	}

	async #look(): Promise<void> {
		const { cluster, namespace, selector } = this.#settings;
		const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
		const listed = new Set<string>();
		await cluster.list(path, (object: ApiObject): undefined => {
			const name = object.metadata?.name ?? "";
			listed.add(name);
			this.#byPod.get(name)?.look(object);
		});
		for (const flight of this.#flights) {
			if (flight.isClosed || flight.isReading || listed.has(flight.pod)) continue;
			const ref = { apiVersion: "v1", kind: "Pod", namespace, name: flight.pod };
			const object = await cluster.read(ref);
			if (object === undefined) flight.miss();
			else flight.look(object);
		}
	}

	/** Those first whose log may soon be gone. */
	#read(): void {
		if (!this.#isOn) return;
		const nowMs = performance.now();
		const due = this.#flights
			.filter((flight) => flight.isDue(nowMs))
			.toSorted((a, b) => urgency(b) - urgency(a));
		for (const flight of due.slice(0, readingsAtOnce - this.#readings.size)) this.#begin(flight);
	}

	#begin(flight: ProbeFlight): void {
		const { pace, collectEveryMs } = this.#settings;
		flight.isReading = true;
		const reading = pace
			.turn()
			.then(() => flight.read(collectEveryMs))
			.catch((error: unknown) => {
				this.#failure ??= error;
			})
			.finally(() => {
				this.#readings.delete(reading);
				// The next one need not wait for the next list.
				this.#read();
			});
		this.#readings.add(reading);
	}

	#tell(): void {
		const counts: Record<Stage, number> = { waiting: 0, running: 0, done: 0, lost: 0 };
		for (const { stage } of this.#flights) counts[stage] += 1;
		const told = Object.values(counts).join();
		if (told === this.#told) return;
		this.#told = told;
		this.#settings.onEvent({ type: "nodes", ...counts });
	}
}

const urgency = ({ isDeleted, hasEnded }: ProbeFlight): number => (isDeleted ? 2 : hasEnded ? 1 : 0);
