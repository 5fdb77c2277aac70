import { LocaldnsError } from "@localdns/core";
import { type ApiObject, type LinkLine, printLinkLine } from "@localdns/core/cluster";
import { type KubernetesObject, nodeConfigNamespace } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import type { Cluster } from "../../../src/ports/cluster.ts";

/** What becomes of a node's watch. */
export interface Fate {
	/** Its pod is refused with this. */
	readonly refused?: LocaldnsError;
	/** It never runs, and waits with this reason and message. */
	readonly waits?: readonly [string, string];
	/** Failed by its node, its log gone. */
	readonly evicted?: string;
	/** Its container ends so, and leaves its log. */
	readonly ends?: { readonly reason: string; readonly exitCode: number };
	/** Its log cannot be read. */
	readonly unreadable?: string;
	/** What its log is instead of a watch's. */
	readonly says?: string;
	/** Of the node's clock, ms. */
	readonly clockMs?: number;
}

/** Nodes whose watches do what their fate says. */
export class WatchedCluster implements Cluster {
	readonly place = { context: "test", server: "http://127.0.0.1:1" };
	readonly objects = new Map<string, KubernetesObject>();
	readonly created: number[] = [];
	readonly fates: Readonly<Record<string, Fate>>;
	readonly clockMs: number;
	requests = 0;
	logsInFlight = 0;
	mostLogsInFlight = 0;
	/** What a request for a namespace fails with. */
	forbidden: LocaldnsError | undefined;

	/** @param clockMs how far its API server and its nodes are ahead of this machine */
	constructor(fates: Readonly<Record<string, Fate>> = {}, clockMs = 0) {
		this.fates = fates;
		this.clockMs = clockMs;
	}

	get left(): string[] {
		return [...this.objects.values()].map(({ kind, metadata }) => `${kind} ${metadata.name}`);
	}

	async create(object: KubernetesObject): Promise<ApiObject> {
		this.requests += 1;
		if (object.kind === "Pod") {
			this.created.push(performance.now());
			const { refused } = this.#fate(object.metadata.name);
			if (refused !== undefined) throw refused;
		}
		const seconds = Math.floor((Date.now() + this.clockMs) / 1000);
		const made = { ...object, metadata: { ...object.metadata, creationTimestamp: at(seconds) } };
		this.objects.set(`${object.kind} ${object.metadata.name}`, made as KubernetesObject);
		return made as unknown as ApiObject;
	}

	async list<T>(path: string, read: (object: ApiObject) => T | undefined): Promise<T[]> {
		this.requests += 1;
		const kind = path.includes("/pods") ? "Pod" : "ConfigMap";
		const selector = /labelSelector=(.*)/.exec(path)?.[1];
		const wanted = Object.fromEntries(
			(selector === undefined ? [] : decodeURIComponent(selector).split(",")).map((each) => each.split("=")),
		);
		return [...this.objects.values()]
			.filter(
				({ kind: each, metadata }) =>
					each === kind && Object.entries(wanted).every(([key, value]) => metadata.labels?.[key] === value),
			)
			.flatMap((object) => read(this.#asItStands(object)) ?? []);
	}

	async read({ kind, name }: ObjectRef): Promise<ApiObject | undefined> {
		this.requests += 1;
		if (kind === "Namespace" && this.forbidden !== undefined) throw this.forbidden;
		return this.objects.get(`${kind} ${name}`) as ApiObject | undefined;
	}

	async delete({ kind, name }: ObjectRef): Promise<boolean> {
		this.requests += 1;
		return this.objects.delete(`${kind} ${name}`);
	}

	async log(namespace: string, pod: string): Promise<string> {
		this.requests += 1;
		this.logsInFlight += 1;
		this.mostLogsInFlight = Math.max(this.mostLogsInFlight, this.logsInFlight);
		await new Promise((resolve) => setTimeout(resolve, 100));
		this.logsInFlight -= 1;
		const { unreadable, evicted, waits, says, clockMs = 0 } = this.#fate(pod);
		const reason = unreadable ?? evicted ?? waits?.[1];
		if (namespace !== nodeConfigNamespace || reason !== undefined)
			throw new LocaldnsError("LDNS607", "the API server answered 400", { reason: reason ?? "" });
		const line: LinkLine = {
			...{ kind: "links", number: 0, at: [Date.now() + this.clockMs + clockMs - 50] },
			...{ tailscaled: { version: "1.102.5", state: "Running" }, mtu: 1280 },
			...{ pings: [[20]], ways: [["direct"]], seen: [] },
		};
		return says ?? printLinkLine(line);
	}

	#fate(pod: string): Fate {
		const node = Object.keys(this.fates).find((each) => pod.endsWith(`-${each}`)) ?? "";
		return this.fates[node] ?? {};
	}

	#asItStands(object: KubernetesObject): ApiObject {
		const { waits, evicted, ends, clockMs = 0 } = this.#fate(object.metadata.name);
		const conditions = [{ type: "PodScheduled", status: "True" }];
		const status = (phase: string, state: object, more: object = {}): ApiObject =>
			({
				...object,
				status: { phase, conditions, containerStatuses: [{ state }], ...more },
			}) as unknown as ApiObject;
		if (waits !== undefined) return status("Pending", { waiting: { reason: waits[0], message: waits[1] } });
		if (evicted !== undefined) return status("Failed", {}, { reason: "Evicted", message: evicted });
		const { creationTimestamp = "" } = object.metadata as { creationTimestamp?: string };
		const startedAt = at(Math.floor((Date.parse(creationTimestamp) + clockMs) / 1000));
		if (ends !== undefined) return status("Failed", { terminated: { ...ends, startedAt } });
		return status("Running", { running: { startedAt } });
	}

	async logSince(): Promise<undefined> {}
	async serverVersion(): Promise<string> {
		return "v1.34.2";
	}
	async get(): Promise<undefined> {}
	async mayI(): Promise<never[]> {
		return [];
	}
	async apply(): Promise<never> {
		throw new Error("nothing is applied");
	}
	async patch(): Promise<never> {
		throw new Error("nothing is patched");
	}
	async takeOver(): Promise<undefined> {}
	close(): void {}
}

const at = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
