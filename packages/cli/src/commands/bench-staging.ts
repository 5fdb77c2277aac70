import { LocaldnsError } from "@localdns/core";
import { readService } from "@localdns/core/cluster";
import {
	type BundleSettings,
	clusterDnsNamespace,
	inventoryName,
	stagedByBench,
	upstreamServiceName,
} from "@localdns/core/manifests";
import { refText } from "@localdns/core/plan";
import type { Cluster } from "../ports/cluster.ts";
import type { OnChange } from "../progress/change-event.ts";
import { changedRef, tryObjects } from "../use-cases/change/apply-objects.ts";
import { install } from "../use-cases/change/install.ts";
import { withLock } from "../use-cases/change/lock.ts";
import { observeInstallation } from "../use-cases/change/observe-installation.ts";
import { type PreparedInstall, planFrom, prepareInstall } from "../use-cases/change/prepare-install.ts";
import { takeOutStaged } from "../use-cases/cluster-bench/take-out-staged.ts";
import { stagedStays } from "./bench-cut-off.ts";
import { wantedInstallation } from "./wanted-installation.ts";
import { clusterDnsOf, clusterDomainOf, waysToNodes } from "./ways-to-nodes.ts";

export interface StagingSettings {
	/** Asks again while the API server is away. */
	readonly cluster: Cluster;
	/** Of the run, up to 12 of a-z and 0-9: marks what is staged. */
	readonly run: string;
	/** Who this run is, told to others. */
	readonly holder: string;
	/** Of the cache. */
	readonly namespace: string;
	/** As install would take them. */
	readonly bundle: BundleSettings;
	/** The command that removes what is left. */
	readonly cleanup: string;
	/** dist/lookup.mjs. */
	readonly lookup: string;
	readonly timeoutMs: number;
	readonly onChange: OnChange;
	/** Aborted by Ctrl-C. */
	readonly signal: AbortSignal;
}

/**
 * Does something while a cache is there that was not there before, and is gone afterwards, whatever happens. No kubelet
 * points at it. Nobody else installs anything meanwhile: the lock of install is held.
 *
 * @param work its signal is aborted by Ctrl-C and when the lock was lost
 * @returns undefined where Ctrl-C came before the cache was there
 * @throws LocaldnsError LDNS334, LDNS336, LDNS710–LDNS713 and LDNS716 before anything was changed for good; LDNS335
 */
export async function whileStaged<T>(
	settings: StagingSettings,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
	const { cluster, run, namespace, bundle, onChange, timeoutMs } = settings;
	if (bundle.profile === "article")
		throw new LocaldnsError("LDNS716", "profile article is not installed by install, nor staged for a trial");
	const prepared = await prepareInstall(cluster, {
		...{ namespace, adopt: false, stage: true, skipChecks: [], onProgress: () => {} },
		egressNamespaces: (bundle.egressPolicies ?? []).map((policy) => policy.namespace),
		wantedFor: (snapshot) =>
			markedBy(
				run,
				wantedInstallation(bundle, snapshot, { nodes: undefined, stageOnly: true, skipUnready: true }),
			),
	});
	if ("refusals" in prepared) throw prepared.refusals[0];
	refuseInstalled(prepared.plan);
	await tryObjects(cluster, prepared.plan.objects, false);
	const lock = { namespace, command: "bench --stage", holder: settings.holder, onChange };
	return await withLock(cluster, lock, async (lost) => {
		const now = await planAnew(cluster, namespace, prepared);
		const signal = AbortSignal.any([lost, settings.signal]);
		try {
			await stage(now, { ...settings, signal });
			return signal.aborted ? undefined : await work(signal);
		} finally {
			// Whoever has the lock now is at work on these objects.
			if (!lost.aborted) {
				onChange({ event: "step", text: "take the staged cache out" });
				// Ctrl-C has ended the measurement; the removal is what it waits for.
				const whole = new AbortController().signal;
				await takeOutStaged(cluster, { namespace, run, timeoutMs, onChange, signal: whole }).catch(
					(error: unknown) => {
						throw stagedStays(error, namespace, settings.cleanup);
					},
				);
			}
		}
	});
}

/** Under the lock: whoever had it until now may have installed a cache, which is not to be marked and taken out. */
async function planAnew(
	cluster: Cluster,
	namespace: string,
	{ snapshot, wanted }: PreparedInstall,
): Promise<PreparedInstall> {
	const found = await observeInstallation(cluster, namespace, wanted.objects);
	const planned = planFrom(snapshot, wanted, found, false);
	if (!planned.ok) throw planned.refusals[0];
	refuseInstalled(planned.plan);
	return { snapshot, wanted, found, plan: planned.plan };
}

function refuseInstalled({ objects }: PreparedInstall["plan"]): void {
	const there = objects.filter(({ kind }) => kind !== "create");
	if (there.length === 0) return;
	throw new LocaldnsError("LDNS334", "objects of a cache are in the cluster already, so none is staged", {
		reason: there.map((change) => refText(changedRef(change))).join(", "),
	});
}

type Wanted = PreparedInstall["wanted"];

/** The inventory is applied first, so the mark is there before anything that it stands for. */
const markedBy = (run: string, wanted: Wanted): Wanted => ({
	...wanted,
	objects: wanted.objects.map((object) =>
		object.kind === "ConfigMap" && object.metadata.name === inventoryName
			? { ...object, metadata: { ...object.metadata, annotations: { [stagedByBench]: run } } }
			: object,
	),
});

/** @throws LocaldnsError LDNS336 where it did not come up and is gone again */
async function stage(
	{ snapshot, wanted, found, plan }: PreparedInstall,
	settings: StagingSettings,
): Promise<void> {
	const { cluster, namespace, signal, onChange, timeoutMs } = settings;
	const { addresses, mode } = wanted.settings;
	const ways = waysToNodes({
		...{ cluster, run: settings.run, onChange, signal, nodeAccess: "manual", say: () => {} },
		programs: { node: "", lookup: settings.lookup },
		images: settings.bundle.images,
		clusterDomain: clusterDomainOf(snapshot),
		reference: async () => {
			if (mode === "kubelet") return clusterDnsOf(snapshot);
			// The first Service's address is the cache's; the second one has just been made.
			const second = await cluster.read({
				...{ apiVersion: "v1", kind: "Service", namespace: clusterDnsNamespace },
				name: upstreamServiceName,
			});
			return second === undefined ? clusterDnsOf(snapshot) : readService(second).addresses;
		},
	});
	try {
		const ended = await install(
			{
				...{ cluster, namespace, addresses, timeoutMs, onChange, signal },
				former: found.live,
				unready: snapshot.nodes.known
					? snapshot.nodes.value.flatMap(({ name, notReady }) => (notReady === undefined ? [] : [name]))
					: [],
				verification: ways.verification,
				// A trial turns none.
				turnNode: async () => ({ is: "turned" }),
				...{ force: false, takesBack: false, pauseMs: 0, maxParallel: 1 },
			},
			plan,
		);
		const { error } = ended;
		if (error !== undefined)
			throw new LocaldnsError("LDNS336", "the cache that was staged for a trial did not come up", {
				reason: [error.message, error.reason].filter(Boolean).join(": "),
				hint: `localdns explain ${error.code}`,
			});
	} finally {
		await ways.close();
	}
}
