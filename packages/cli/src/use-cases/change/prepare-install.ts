import { LocaldnsError } from "@localdns/core";
import { checks, runChecks } from "@localdns/core/checks";
import { type AccessAnswer, type ClusterSnapshot, cacheAddresses, rightText } from "@localdns/core/cluster";
import { nodeConfigNamespace, verifyNamespace } from "@localdns/core/manifests";
import { type InstallPlan, planInstall } from "@localdns/core/plan";
import type { Cluster } from "../../ports/cluster.ts";
import { observeCluster } from "../observe-cluster.ts";
import type { WantedInstallation } from "../read-diff.ts";
import { type InstallationObjects, observeInstallation } from "./observe-installation.ts";

export interface PrepareSettings {
	readonly namespace: string;
	/** Namespaces that get an egress policy. */
	readonly egressNamespaces: readonly string[];
	readonly adopt: boolean;
	/** For a trial: no node is turned, so neither rights nor a namespace are needed for that. @default false */
	readonly stage?: boolean;
	/** Names of checks that are not to keep anything from being installed. */
	readonly skipChecks: readonly string[];
	readonly wantedFor: (snapshot: ClusterSnapshot) => WantedInstallation;
	readonly onProgress: (what: string) => void;
}

/** An install that may begin once someone said yes. */
export interface PreparedInstall {
	readonly snapshot: ClusterSnapshot;
	readonly wanted: WantedInstallation;
	readonly found: InstallationObjects;
	readonly plan: InstallPlan;
}

/** Why an install may not begin. The cluster was read all the same. */
export interface RefusedInstall {
	readonly clusterUid: string;
	readonly refusals: readonly [LocaldnsError, ...LocaldnsError[]];
}

/**
 * Reads the cluster, asks about every right and every check, and plans. Nothing is written.
 *
 * @returns refusals LDNS710 missing rights, LDNS711 checks, LDNS717 an address that pods may ask would go, and those of
 * the plan
 * @throws LocaldnsError LDNS601–LDNS607, and those of rendering
 */
export async function prepareInstall(
	cluster: Cluster,
	settings: PrepareSettings,
): Promise<PreparedInstall | RefusedInstall> {
	const { namespace, egressNamespaces, stage = false, onProgress } = settings;
	const snapshot = await observeCluster(cluster, {
		...{ command: "install", namespace, egressNamespaces, stage, onProgress },
	});
	const wanted = settings.wantedFor(snapshot);
	onProgress("objects");
	const missing = [...missingRights(snapshot), ...(await missingNamespaces(cluster, stage))];
	// Without its rights what is there cannot be read either.
	const found =
		missing.length === 0 ? await observeInstallation(cluster, namespace, wanted.objects) : undefined;
	onProgress("");
	if (found === undefined) return refused("", [rightsError(missing)]);
	const own = unfitness(snapshot, wanted, settings.skipChecks);
	const planned = planFrom(snapshot, wanted, found, settings.adopt);
	const refusals = [...own, ...(planned.ok ? [] : planned.refusals)];
	if (refusals.length > 0 || !planned.ok) return refused(found.clusterUid, refusals);
	return { snapshot, wanted, found, plan: planned.plan };
}

/** The plan, made anew from what is there by now. */
export const planFrom = (
	snapshot: ClusterSnapshot,
	{ objects, settings }: WantedInstallation,
	{ live, inventory, records }: InstallationObjects,
	adopt: boolean,
): ReturnType<typeof planInstall> =>
	planInstall({ snapshot, live, inventory, records, wanted: objects, settings: { ...settings, adopt } });

const refused = (clusterUid: string, refusals: readonly LocaldnsError[]): RefusedInstall => ({
	clusterUid,
	refusals: refusals as unknown as RefusedInstall["refusals"],
});

function missingRights({ rights: { answers } }: ClusterSnapshot): readonly AccessAnswer[] {
	return answers.known ? answers.value.filter(({ allowed }) => !allowed) : [];
}

/** Namespaces are made for the operation where they are not there; `rbac --for install` has them in it instead. */
async function missingNamespaces(cluster: Cluster, stage: boolean): Promise<AccessAnswer[]> {
	const names = stage ? [verifyNamespace] : [verifyNamespace, nodeConfigNamespace];
	const there = await Promise.all(
		names.map((name) =>
			cluster.read({ apiVersion: "v1", kind: "Namespace", name }).catch((error: unknown) => {
				if (error instanceof LocaldnsError && error.code === "LDNS604") return "not known";
				throw error;
			}),
		),
	);
	if (!there.includes(undefined)) return [];
	const any = { group: "", resource: "namespaces", subresource: undefined, namespace: undefined };
	const purpose = "have the namespaces of node Jobs and of verification";
	const answers = await cluster.mayI([
		{ ...any, verb: "create", name: undefined, purpose },
		...names.map((name) => ({ ...any, verb: "delete", name, purpose })),
	]);
	return answers.filter(({ allowed }) => !allowed);
}

const rightsError = (missing: readonly AccessAnswer[]): LocaldnsError =>
	new LocaldnsError(
		"LDNS710",
		`${missing.length} right${missing.length === 1 ? "" : "s"} of install missing`,
		{
			reason: missing.map((answer) => `${rightText(answer)} (to ${answer.purpose})`).join("\n       "),
		},
	);

/** What speaks against these settings in this cluster: checks (LDNS711), and an address that would go (LDNS717). */
export const unfitness = (
	snapshot: ClusterSnapshot,
	wanted: Pick<WantedInstallation, "settings">,
	skipChecks: readonly string[],
): LocaldnsError[] => [...checkErrors(snapshot, skipChecks), ...addressErrors(snapshot, wanted)];

/** Checks about an installation have no say: an upgrade may be what mends it. */
function checkErrors(snapshot: ClusterSnapshot, skip: readonly string[]): LocaldnsError[] {
	const asked = checks.filter(
		({ id, afterInstall }) => afterInstall !== true && id !== "rights" && !skip.includes(id),
	);
	return runChecks(asked, snapshot)
		.filter(({ status }) => status === "error")
		.map(
			({ id, code, text, hint }) =>
				new LocaldnsError("LDNS711", `${text} (${code})`, {
					reason: `check ${id}`,
					hint: hint ?? `localdns explain ${code}`,
				}),
		);
}

/** Pods keep the address that they were given, and nothing else listens there. */
function addressErrors(
	snapshot: ClusterSnapshot,
	{ settings }: Pick<WantedInstallation, "settings">,
): LocaldnsError[] {
	const { daemonSet, configuration } = snapshot.cache;
	const isThere = daemonSet.known && daemonSet.value !== undefined;
	if (!isThere || !configuration.known || configuration.value === undefined) return [];
	const gone = cacheAddresses(snapshot).filter((address) => !settings.addresses.includes(address));
	if (gone.length === 0) return [];
	return [
		new LocaldnsError("LDNS717", `the cache would no longer listen on ${gone.join(", ")}`, {
			reason: "running pods may ask it there until they are recreated",
		}),
	];
}
