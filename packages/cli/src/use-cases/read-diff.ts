import {
	type ApiObject,
	type ClusterSnapshot,
	readConfigMap,
	readDaemonSet,
	readNode,
	readService,
} from "@localdns/core/cluster";
import { cacheName, inventoryName, type KubernetesObject, nodeRecordsName } from "@localdns/core/manifests";
import {
	type InstallInput,
	type InstallSettings,
	inventoryRefs,
	type ObjectRef,
	parseNodeRecords,
	planInstall,
	readInventory,
	refOf,
	refText,
} from "@localdns/core/plan";
import type { InstallDiff } from "../install-diff.ts";
import type { Cluster } from "../ports/cluster.ts";
import { partialSnapshot } from "./partial-snapshot.ts";

/** What is compared with a cluster, once its own addresses and domain are known. */
export interface WantedInstallation {
	readonly objects: readonly KubernetesObject[];
	readonly settings: Omit<InstallSettings, "adopt">;
}

interface DiffOptions {
	/** Of the cache. */
	readonly namespace: string;
	readonly wantedFor: (snapshot: ClusterSnapshot) => WantedInstallation;
	readonly onProgress?: (what: string) => void;
}

/**
 * Compares a cluster with what install would make of it. Nothing in it changes. Asked are six objects, the wanted ones
 * and those of the inventory, and the pages of nodes.
 *
 * @throws LocaldnsError LDNS601–LDNS607; LDNS755 for a node that does not exist
 */
export async function readDiff(
	cluster: Pick<Cluster, "read" | "list">,
	{ namespace, wantedFor, onProgress = () => {} }: DiffOptions,
): Promise<InstallDiff> {
	onProgress("nodes");
	const nodes = await cluster.list("/api/v1/nodes", (object) => readNode(object, () => false));
	onProgress("objects");
	const [service, configuration, noted, daemonSet, corefile, inventoryMap, records] = await readAll(cluster, [
		{ apiVersion: "v1", kind: "Service", namespace: "kube-system", name: "kube-dns" },
		{ apiVersion: "v1", kind: "ConfigMap", namespace: "kube-system", name: "coredns" },
		{ apiVersion: "v1", kind: "ConfigMap", namespace: "kube-system", name: "cluster-dns" },
		{ apiVersion: "apps/v1", kind: "DaemonSet", namespace, name: cacheName },
		...[cacheName, inventoryName, nodeRecordsName].map((name) => ({
			...{ apiVersion: "v1", kind: "ConfigMap", namespace },
			name,
		})),
	]);
	const snapshot = partialSnapshot("diff", namespace, {
		nodes,
		clusterDns: {
			service: service && readService(service),
			configuration: configuration && readConfigMap(configuration),
			noted: noted && readConfigMap(noted),
		},
		cache: {
			daemonSet: daemonSet && readDaemonSet(daemonSet),
			configuration: corefile && readConfigMap(corefile),
		},
	});
	const wanted = wantedFor(snapshot);
	const inventory = readInventory(inventoryMap);
	const refs = new Map(
		[...wanted.objects.map(refOf), ...inventoryRefs(inventory)].map((ref) => [refText(ref), ref]),
	);
	const found = await readAll(cluster, [...refs.values()]);
	return planned({
		snapshot,
		live: new Map(
			[...refs.keys()].flatMap((name, index) => {
				const object = found[index];
				return object === undefined ? [] : [[name, object] as const];
			}),
		),
		inventory,
		records: parseNodeRecords(records === undefined ? {} : readConfigMap(records).data),
		wanted: wanted.objects,
		settings: { ...wanted.settings, adopt: false },
	});
}

/** There are some ten of them. */
const readAll = (
	cluster: Pick<Cluster, "read">,
	refs: readonly ObjectRef[],
): Promise<(ApiObject | undefined)[]> => Promise.all(refs.map((ref) => cluster.read(ref)));

/** Objects that install takes over with `--adopt` only are a difference, and no reason to say nothing of the others. */
function planned(input: InstallInput): InstallDiff {
	const first = planInstall(input);
	if (first.ok) return first.plan;
	const isForeign = first.refusals.every(({ code }) => code === "LDNS756");
	const second = isForeign ? planInstall({ ...input, settings: { ...input.settings, adopt: true } }) : first;
	if (second.ok) return second.plan;
	throw second.refusals[0];
}
