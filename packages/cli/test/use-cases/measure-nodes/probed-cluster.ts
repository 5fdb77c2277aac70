import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import type { KubernetesObject } from "@localdns/core/manifests";
import type { ProbeRecord, Sample } from "@localdns/core/measure";
import type { ObjectRef } from "@localdns/core/plan";
import type { Cluster } from "../../../src/ports/cluster.ts";

/** What becomes of a node's probe. */
export interface Fate {
	/** Its pod is refused with this. */
	readonly refused?: LocaldnsError;
	/** It never runs, and waits with this reason and message. */
	readonly waits?: readonly [string, string];
	/** Its container ends so, having printed this many chunks of three. */
	readonly ends?: { readonly reason: string; readonly exitCode: number; readonly chunks: number };
	/** The pod is failed by its node. */
	readonly evicted?: string;
	/** The pod is gone from then on, having printed this many chunks. */
	readonly deleted?: number;
	/** Somebody deletes its pod, and it is there for as long as it takes: the probe ends its log as it is told to. */
	readonly deleting?: true;
	/** What its summary says of a late start, ms since the measured part began. */
	readonly joinedAtMs?: number;
	/** Requests for its log fail so often, once it measures. */
	readonly unreadable?: number;
	/** So many readings of its log are cut in half, once it measures. */
	readonly cut?: number;
	/** Lines of these chunks are no longer in the log. */
	readonly rotated?: readonly number[];
	/** Of the node's clock, ms. */
	readonly clockMs?: number;
}

const second = 1000;
const chunkCount = 3;

/** Nodes whose pods do what their fate says: for what no real cluster does on demand, and for a thousand nodes. */
export class ProbedCluster implements Cluster {
	readonly place = { context: "test", server: "http://127.0.0.1:1" };
	readonly pods = new Map<
		string,
		{ object: KubernetesObject; node: string; startAtMs?: number; stopped?: true }
	>();
	readonly others = new Map<string, KubernetesObject>();
	readonly fates: Readonly<Record<string, Fate>>;
	readonly durationMs: number;
	nodes: string[];
	/** Of the API server's clock, ms. */
	clockMs = 0;
	/** What every request fails with meanwhile. */
	away: LocaldnsError | undefined;
	/** What lists of pods fail with meanwhile. */
	unlisted: LocaldnsError | undefined;
	requests = 0;
	logsInFlight = 0;
	mostLogsInFlight = 0;
	lists = 0;
	/** When pods were created, on the clock of `performance.now()`. */
	readonly created: number[] = [];
	/** Of the pods that were created, seconds. */
	readonly deadlines: number[] = [];
	readonly #failures = new Map<string, number>();
	/** When each probe printed its first line, by its node's clock. */
	readonly #first = new Map<string, number>();

	constructor(nodes: readonly string[], fates: Readonly<Record<string, Fate>> = {}, durationMs = second) {
		this.nodes = [...nodes];
		this.fates = fates;
		this.durationMs = durationMs;
	}

	/** Names of what is there. */
	get left(): string[] {
		const pods = [...this.pods.keys()].filter((name) => this.#live(name) !== undefined);
		return [...pods, ...this.others.keys()];
	}

	async create(object: KubernetesObject): Promise<ApiObject> {
		this.#ask();
		const { name } = object.metadata;
		if (object.kind !== "Pod") this.others.set(name, object);
		else {
			const node = this.nodes.find((each) => name.endsWith(`-${each}`)) ?? "";
			const { refused } = this.fates[node] ?? {};
			if (refused !== undefined) throw refused;
			this.created.push(performance.now());
			this.deadlines.push(
				(object as { spec?: { activeDeadlineSeconds: number } }).spec?.activeDeadlineSeconds ?? 0,
			);
			this.pods.set(name, { object, node });
		}
		const creationTimestamp = new Date(
			Math.floor((Date.now() + this.clockMs) / second) * second,
		).toISOString();
		return { ...object, metadata: { ...object.metadata, creationTimestamp } } as unknown as ApiObject;
	}

	async patch({ name }: ObjectRef, change: object): Promise<ApiObject | undefined> {
		this.#ask();
		const pod = this.pods.get(name);
		if (pod === undefined) return undefined;
		const { metadata, spec } = change as {
			metadata?: { annotations: Record<string, string> };
			spec?: { activeDeadlineSeconds: number };
		};
		const at = metadata?.annotations["localdns.dev/start-at"];
		if (at !== undefined) pod.startAtMs = Number(at) - this.clockMs;
		if (spec?.activeDeadlineSeconds !== undefined) pod.stopped = true;
		return pod.object as unknown as ApiObject;
	}

	async list<T>(path: string, read: (object: ApiObject) => T | undefined): Promise<T[]> {
		this.#ask();
		if (this.unlisted !== undefined && path.includes("/pods?")) throw this.unlisted;
		this.lists += 1;
		const all: object[] = path.includes("/pods?")
			? [...this.pods.keys()].flatMap((name) => this.#live(name) ?? [])
			: path.includes("/configmaps?")
				? [...this.others.values()].filter(({ kind }) => kind === "ConfigMap")
				: this.nodes.map((name) => ({
						metadata: { name },
						status: { conditions: [{ type: "Ready", status: "True" }] },
					}));
		return all.flatMap((object) => read(object as ApiObject) ?? []);
	}

	async read({ kind, name }: ObjectRef): Promise<ApiObject | undefined> {
		this.#ask();
		return (kind === "Pod" ? this.#live(name) : this.others.get(name)) as ApiObject | undefined;
	}

	async delete({ kind, name }: ObjectRef): Promise<boolean> {
		this.#ask();
		return (kind === "Pod" ? this.pods : this.others).delete(name);
	}

	async logSince(
		_namespace: string,
		name: string,
		{ since, limitBytes }: { since: string | undefined; limitBytes: number },
	): Promise<string | undefined> {
		this.#ask();
		this.logsInFlight += 1;
		this.mostLogsInFlight = Math.max(this.mostLogsInFlight, this.logsInFlight);
		await new Promise((resolve) => setTimeout(resolve, 5));
		this.logsInFlight -= 1;
		const pod = this.pods.get(name);
		if (pod === undefined || this.#live(name) === undefined) return undefined;
		const { unreadable = 0, cut = 0 } = this.fates[pod.node] ?? {};
		const failed = this.#failures.get(name) ?? 0;
		const fails = this.#begunMs(name) > 0 && failed < Math.max(unreadable, cut);
		if (fails) this.#failures.set(name, failed + 1);
		if (fails && unreadable > 0) {
			throw new LocaldnsError("LDNS607", "500", {
				reason: "dial tcp: connection refused",
				cause: { status: 500 },
			});
		}
		const from = since === undefined ? 0 : Math.floor(Date.parse(since) / second) * second;
		const lines = this.#lines(name).filter(({ atMs }) => atMs >= from);
		const text = lines.map(({ atMs, text }) => `${new Date(atMs).toISOString()} ${text}\n`).join("");
		return text.slice(0, fails ? text.length / 2 : limitBytes);
	}

	#ask(): void {
		this.requests += 1;
		if (this.away !== undefined) throw this.away;
	}

	/** How long its measured part has gone on, ms. */
	#begunMs(name: string): number {
		const { startAtMs } = this.pods.get(name) ?? {};
		return startAtMs === undefined ? Number.NEGATIVE_INFINITY : Date.now() - startAtMs;
	}

	/** The pod as it stands; undefined for one that is gone. */
	#live(name: string): object | undefined {
		const pod = this.pods.get(name);
		if (pod === undefined) return undefined;
		const { deleted, evicted, ends, waits } = this.fates[pod.node] ?? {};
		const hasBegun = this.#begunMs(name) > this.durationMs / 2;
		if (deleted !== undefined && hasBegun) return undefined;
		const scheduled = [{ type: "PodScheduled", status: "True" }];
		const status = (phase: string, state: object, more: object = {}) => ({
			...pod.object,
			status: { phase, conditions: scheduled, containerStatuses: [{ state }], ...more },
		});
		if (waits !== undefined) return status("Pending", { waiting: { reason: waits[0], message: waits[1] } });
		if (evicted !== undefined && hasBegun)
			return status("Failed", {}, { reason: "Evicted", message: evicted });
		if (ends !== undefined && hasBegun) return status("Failed", { terminated: ends });
		if (pod.stopped === true)
			return status("Failed", { terminated: { exitCode: 0 } }, { reason: "DeadlineExceeded" });
		if (this.#isDeleting(name)) {
			const metadata = { ...pod.object.metadata, deletionTimestamp: new Date().toISOString() };
			return { ...status("Running", { running: {} }), metadata };
		}
		if (this.#begunMs(name) > this.durationMs) return status("Succeeded", { terminated: { exitCode: 0 } });
		return status("Running", { running: {} });
	}

	#isDeleting(name: string): boolean {
		const { node = "" } = this.pods.get(name) ?? {};
		return this.fates[node]?.deleting === true && this.#begunMs(name) > this.durationMs / 2;
	}

	#lines(name: string): { atMs: number; text: string }[] {
		const { node, startAtMs, stopped } = this.pods.get(name) as {
			node: string;
			startAtMs?: number;
			stopped?: true;
		};
		const fate = this.fates[node] ?? {};
		const { ends, deleted, evicted, rotated = [], clockMs = 0, joinedAtMs } = fate;
		const isToldTo = stopped === true || this.#isDeleting(name);
		const nowMs = Date.now() + this.clockMs + clockMs;
		const firstMs = this.#first.get(name) ?? nowMs;
		this.#first.set(name, firstMs);
		const ready = { kind: "ready", run: "r", node, nodeVersion: "v24", atEpochMs: firstMs };
		const lines = [{ atMs: firstMs, text: JSON.stringify(ready) }];
		if (startAtMs === undefined) return lines;
		const most = ends?.chunks ?? deleted ?? (evicted === undefined ? chunkCount : 2);
		const step = this.durationMs / chunkCount;
		const due = Math.floor(this.#begunMs(name) / step);
		const count = isToldTo ? chunkCount : Math.max(0, Math.min(most, due));
		for (let number = 0; number < count; number += 1) {
			if (rotated.includes(number)) continue;
			const records = recordsOf(node, number, isToldTo, joinedAtMs, step / 2);
			lines.push({
				atMs: startAtMs + this.clockMs + (number + 1) * step,
				text: chunkLine(node, number, records),
			});
		}
		return lines;
	}

	async log(): Promise<string> {
		return "";
	}
	async serverVersion(): Promise<string> {
		return "v1.34.2";
	}
	async get(): Promise<ApiObject | undefined> {
		return undefined;
	}
	async mayI(): Promise<never[]> {
		return [];
	}
	async apply(): Promise<never> {
		throw new Error("nothing is applied");
	}
	async takeOver(): Promise<undefined> {}
	close(): void {}
}

const recordsOf = (
	node: string,
	number: number,
	interrupted: boolean,
	joinedAtMs: number | undefined,
	apartMs: number,
): ProbeRecord[] => [
	...(number === 0
		? [
				{
					kind: "hello" as const,
					...{ node, arms: ["direct"], nodeVersion: "v24", search: ["x.local"], ndots: 5 },
					nameservers: ["10.43.0.10"],
				},
				{ kind: "floor" as const, node, floorMs: [0.2] },
			]
		: []),
	...[0, 1].map((tuple) => sample(node, number * 2 + tuple, apartMs)),
	...(number === chunkCount - 1
		? [
				{
					kind: "summary" as const,
					...{ node, arms: ["direct"], floorMs: [0.1], planned: 6, stray: 0, cpuSeconds: 1, maxRssBytes: 1 },
					...(interrupted ? { interrupted: true as const } : {}),
					...(joinedAtMs === undefined ? {} : { joinedAtMs }),
				},
			]
		: []),
];

const sample = (node: string, tuple: number, apartMs: number): Sample => ({
	kind: "sample",
	...{ node, arm: "direct", workload: "hot", tuple, name: "a.", form: "absolute" },
	...{ intendedMs: tuple * apartMs, latenessMs: 0, latencyMs: 1, outcome: "ok", gaveUp: false },
	...{ addresses: ["10.43.0.1"], nxdomain: false, attempts: [] },
});

function chunkLine(node: string, number: number, records: readonly ProbeRecord[]): string {
	const text = records.map((record) => `${JSON.stringify(record)}\n`).join("");
	return JSON.stringify({
		kind: "chunk",
		...{ run: "r", node, number, records: records.length },
		sha256: createHash("sha256").update(text).digest("hex"),
		data: gzipSync(text).toString("base64"),
		...(number === chunkCount - 1 ? { last: true } : {}),
	});
}
