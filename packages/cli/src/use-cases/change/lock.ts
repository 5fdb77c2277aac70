import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import type { ApiObject } from "@localdns/core/cluster";
import { lockName, managedBy } from "@localdns/core/manifests";
import { type ObjectRef, refText } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import type { OnChange } from "../../progress/change-event.ts";

export interface LockOptions {
	/** Of the cache, or of the measurement. */
	readonly namespace: string;
	/** Name of the Lease. @default "node-local-dns-lock" */
	readonly name?: string;
	/** What a holder does, told to whom it turns away. @default "is changing this cluster" */
	readonly doing?: string;
	/** Who this run is, told to others: `root@host:4711-3f2a`. */
	readonly holder: string;
	/** What it does: `install`. */
	readonly command: string;
	readonly onChange: OnChange;
	/** @default 15000 */
	readonly leaseMs?: number;
}

interface Lease extends ApiObject {
	readonly spec?: {
		readonly holderIdentity?: string;
		readonly acquireTime?: string;
		readonly renewTime?: string;
	};
}

/**
 * Does something while no other run of localdns does. The Lease is renewed meanwhile; who finds another's looks for as
 * long as it lasts, by its own clock, whether it is renewed, and takes it over when it is not (client-go:
 * tools/leaderelection, whose rule this is).
 *
 * @param work its signal is aborted with LDNS705 when the lock was lost; it is to end then, and leave what is not its own
 * @throws LocaldnsError LDNS704 another run holds it, LDNS705 it was lost, whatever work made of that
 */
export async function withLock<T>(
	cluster: Cluster,
	options: LockOptions,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const lock = new Lock(cluster, options);
	await lock.take();
	const lost = new AbortController();
	const over = new AbortController();
	const renewing = lock.keep(over.signal, (error) => lost.abort(error));
	try {
		const result = await work(lost.signal);
		lost.signal.throwIfAborted();
		return result;
	} finally {
		over.abort();
		await renewing;
		if (!lost.signal.aborted) await lock.release();
	}
}

class Lock {
	readonly #cluster: Cluster;
	readonly #options: LockOptions;
	readonly #ref: ObjectRef;
	readonly #leaseMs: number;

	constructor(cluster: Cluster, options: LockOptions) {
		this.#cluster = cluster;
		this.#options = options;
		this.#leaseMs = options.leaseMs ?? 15_000;
		const { namespace, name = lockName } = options;
		this.#ref = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", namespace, name };
	}

	async take(): Promise<void> {
		const { onChange } = this.#options;
		const { apiVersion, kind, name, namespace = "" } = this.#ref;
		const made = await this.#cluster.create({
			...{ apiVersion, kind },
			metadata: { name, namespace, labels: managedBy },
			...this.#claim({ isNew: true }),
		});
		// A patient cluster returns what it finds where an answer was lost, and that may be another's.
		const found = (made as Lease | undefined) ?? (await this.#read());
		if (found === undefined) return await this.take();
		if (found.spec?.holderIdentity === this.#identity) return;
		onChange({ event: "waiting", text: `another run holds ${refText(this.#ref)}: ${holderOf(found)}` });
		const watchMs = this.#leaseMs + 1000;
		let deadline = performance.now() + watchMs;
		while (performance.now() < deadline) {
			await sleep(Math.min(1000, this.#leaseMs / 5));
			const asked = performance.now();
			const now = await this.#read();
			// While the API server was away nobody could renew.
			if (performance.now() - asked > this.#leaseMs / 5) deadline = performance.now() + watchMs;
			if (now === undefined) return await this.take();
			if (versionOf(now) !== versionOf(found)) throw this.#held(now);
		}
		const taken = await this.#cluster.patch(this.#ref, this.#claim({ isNew: true }), versionOf(found));
		if (taken === undefined) throw this.#held((await this.#read()) ?? found);
		onChange({
			event: "warning",
			text: `the lock of ${holderOf(found)} was not renewed any more and is taken over`,
		});
	}

	/** Until it is over, or somebody else has the lock. What the API server does not answer is asked again. */
	async keep(over: AbortSignal, onLost: (error: LocaldnsError) => void): Promise<void> {
		while (!over.aborted) {
			await sleep(this.#leaseMs / 3, undefined, { signal: over }).catch(() => {});
			if (over.aborted) return;
			try {
				const now = await this.#read();
				const isOwn = now?.spec?.holderIdentity === this.#identity;
				if (isOwn && (await this.#cluster.patch(this.#ref, this.#claim(), versionOf(now))) !== undefined)
					continue;
				const current = isOwn ? await this.#read() : now;
				if (current?.spec?.holderIdentity === this.#identity) continue;
				onLost(
					new LocaldnsError(
						"LDNS705",
						`the lock went to ${current === undefined ? "nobody" : holderOf(current)}`,
					),
				);
				return;
			} catch (error) {
				if (!(error instanceof LocaldnsError)) throw error;
			}
		}
	}

	/** Where the API server does not answer any more the lock ends by itself. */
	async release(): Promise<void> {
		try {
			const now = await this.#read();
			const { uid } = (now?.metadata ?? {}) as { uid?: string };
			if (now?.spec?.holderIdentity === this.#identity) await this.#cluster.delete(this.#ref, uid);
		} catch (error) {
			if (!(error instanceof LocaldnsError)) throw error;
		}
	}

	#read(): Promise<Lease | undefined> {
		return this.#cluster.read(this.#ref) as Promise<Lease | undefined>;
	}

	/** The command is part of the name, so that whoever meets the lock knows what is going on. */
	get #identity(): string {
		return `${this.#options.command} by ${this.#options.holder}`;
	}

	#claim({ isNew = false } = {}): { readonly spec: object } {
		// MicroTime: six digits.
		const now = new Date().toISOString().replace("Z", "000Z");
		return {
			spec: {
				holderIdentity: this.#identity,
				leaseDurationSeconds: Math.ceil(this.#leaseMs / 1000),
				...(isNew ? { acquireTime: now } : {}),
				renewTime: now,
			},
		};
	}

	#held(lease: Lease): LocaldnsError {
		const { doing = "is changing this cluster" } = this.#options;
		const { acquireTime, renewTime = "an unknown time" } = lease.spec ?? {};
		const since = acquireTime === undefined ? "" : ` since ${acquireTime}`;
		return new LocaldnsError("LDNS704", `${holderOf(lease)} ${doing}${since}`, {
			reason: `it renewed ${refText(this.#ref)} at ${renewTime}`,
			hint: `kubectl -n ${this.#ref.namespace} get lease ${this.#ref.name} -o yaml`,
		});
	}
}

const holderOf = ({ spec }: Lease): string => spec?.holderIdentity ?? "a run without a name";
const versionOf = (lease: Lease | undefined): string =>
	(lease?.metadata as { resourceVersion?: string } | undefined)?.resourceVersion ?? "";
