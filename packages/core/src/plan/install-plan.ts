import type { ApiObject } from "../cluster/api-object.ts";
import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import type { Mode } from "../corefile/node-corefile-settings.ts";
import type { LocaldnsError } from "../errors.ts";
import type { Inventory } from "../manifests/inventory.ts";
import type { KubernetesObject } from "../manifests/kubernetes-object.ts";
import { installRefusals } from "./install-refusals.ts";
import { installWarnings } from "./install-warnings.ts";
import type { NodeRecords } from "./node-record.ts";
import { planTurns, type TurnSettings } from "./node-turns.ts";
import type { ObjectChange } from "./object-change.ts";
import { objectChanges } from "./object-changes.ts";

/** A node whose kubelet is to hand out the cache's address. */
export interface NodeTurn {
	readonly node: string;
	readonly role: "server" | "agent";
	/** Turned alone, and first. */
	readonly canary: boolean;
	/** `interrupted`: a turn was begun and its end is not known; `other-addresses`: it hands out a former address of the cache. */
	readonly why: "not-yet" | "interrupted" | "other-addresses";
}

/** A node that is left as it is, and why, in words that end a sentence. */
export interface NodeLeft {
	readonly node: string;
	readonly because: string;
	/** Whether it is as wanted: turned already, or not selected. Others make the install incomplete. */
	readonly well: boolean;
}

/** What install would do. Equal snapshots and settings give equal plans. */
export interface InstallPlan {
	/** In apply order, deletions last. */
	readonly objects: readonly ObjectChange[];
	/** In the order of their turns; empty in mode intercept and for a staged trial. */
	readonly turns: readonly NodeTurn[];
	readonly left: readonly NodeLeft[];
	/** What a user should know before saying yes, one sentence each. */
	readonly warnings: readonly string[];
}

/** How to install. */
export interface InstallSettings extends TurnSettings {
	readonly mode: Mode;
	/** The objects only; no node is turned. */
	readonly stageOnly: boolean;
}

/** What a plan is made from. */
export interface InstallInput {
	readonly snapshot: ClusterSnapshot;
	/** What is there of the wanted objects and of the inventory's, by `refText`. */
	readonly live: ReadonlyMap<string, ApiObject>;
	/** Of the installation that is there. */
	readonly inventory: Inventory | undefined;
	readonly records: NodeRecords;
	/** In apply order. */
	readonly wanted: readonly KubernetesObject[];
	readonly settings: InstallSettings;
}

/**
 * Plans an install, an upgrade, or the rest of one that was interrupted: what differs is planned, and nothing else.
 * Takes time that grows with the number of nodes and pods.
 *
 * @returns refusals LDNS755 a node that was named cannot be meant, LDNS756 an object that localdns did not make,
 * LDNS757 nodes could not be listed, LDNS758 the canary is not Ready
 */
export function planInstall(
	input: InstallInput,
):
	| { readonly ok: true; readonly plan: InstallPlan }
	| { readonly ok: false; readonly refusals: readonly LocaldnsError[] } {
	const { snapshot, live, inventory, records, wanted, settings } = input;
	const objects = objectChanges(live, wanted, inventory);
	const turnsNodes = settings.mode === "kubelet" && !settings.stageOnly;
	const refusals = installRefusals(snapshot, objects, settings, turnsNodes);
	if (refusals.length > 0) return { ok: false, refusals };
	const { turns, left } = turnsNodes ? planTurns(snapshot, records, settings) : { turns: [], left: [] };
	return { ok: true, plan: { objects, turns, left, warnings: installWarnings(snapshot, objects, turns) } };
}
