import type { LocaldnsError } from "../errors.ts";
import { isLinkLocal } from "./addresses.ts";
import { dropInFolder } from "./config-files.ts";
import { clusterDnsEntry, dropInName, dropInText, entryOfDropIn } from "./drop-in.ts";
import { type EffectiveConfig, type EffectiveValue, effectiveConfig } from "./effective-config.ts";
import { afterAction, type FileAction, inverseActions, textOf } from "./file-action.ts";
import { readKubeletArg, setsClusterDns } from "./kubelet-arg.ts";
import type { Place } from "./place.ts";
import { entryRemoval, placedEntry } from "./placement.ts";
import {
	alreadySet,
	foreignDropIn,
	notEditable,
	ownKeyMisused,
	wouldBeSwallowed,
	wouldBeWiped,
} from "./refusal.ts";
import type { NodeSnapshot } from "./snapshot.ts";
import { warningsOf } from "./warnings.ts";

/** What pods of the node are to ask, and where that may be written. */
export interface NodeConfigSettings {
	/** What new pods are given as nameservers, one to three. */
	readonly addresses: readonly string[];
	/** @default "drop-in", a file of its own; "in-place" edits the list that is in force */
	readonly placement?: "drop-in" | "in-place";
	/** Moves the entry `cluster-dns=169.254.20.10` that people wrote by hand into localdns' care. @default false */
	readonly adopt?: boolean;
}

/** What to do to a node's files, and how to undo it, as data. No action means that there is nothing to do. */
export interface NodeConfigPlan {
	readonly entry: string;
	readonly actions: readonly FileAction[];
	readonly inverse: readonly FileAction[];
	/** Every value of kubelet-arg before and after, with its fate. */
	readonly before: readonly EffectiveValue[];
	readonly after: readonly EffectiveValue[];
	readonly warnings: readonly string[];
}

/** A plan, or the refusal with its reason. */
export type PlannedNodeConfig = { ok: true; plan: NodeConfigPlan } | { ok: false; error: LocaldnsError };

/** The address that guides to node-cache with K3s tell people to write, and so the only one that --adopt takes over. */
const articleAddress = "169.254.20.10";

/**
 * Plans how the kubelet of a node comes to give pods the cache's address. Nothing is written; every refusal has a code:
 * LDNS501 to 505 and 507 for what stands in the way, 508 and 509 for files that cannot be read with certainty.
 */
export function planNodeConfig(snapshot: NodeSnapshot, settings: NodeConfigSettings): PlannedNodeConfig {
	const refuse = (error: LocaldnsError): PlannedNodeConfig => ({ ok: false, error });
	const read = effectiveConfig(snapshot);
	if (!read.ok) return read;
	const misused = misuseOfOwnKey(snapshot, read.config);
	if (misused !== undefined) return refuse(misused);

	const entry = clusterDnsEntry(settings.addresses);
	const before = read.config.flags.get("kubelet-arg") ?? [];
	const set = before.filter(({ text }) => setsClusterDns(text));
	const [own, foreign] = [
		set.filter((value) => isOurs(snapshot, value)),
		set.filter((value) => !isOurs(snapshot, value)),
	];
	const adopted = settings.adopt === true && foreign.length === 1 && foreign.every(isArticles) ? foreign : [];
	if (foreign.length > adopted.length)
		return refuse(alreadySet(foreign, foreign.length === 1 && foreign.every(isArticles)));
	const inForce = own.some(({ text, loss }) => text === entry && loss === undefined);
	if (inForce && own.length === 1 && adopted.length === 0)
		return planned(snapshot, entry, [], before, before);

	const actions: FileAction[] = [];
	let now = snapshot;
	const take = (action: FileAction): void => {
		actions.push(action);
		now = afterAction(now, action);
	};
	for (const value of adopted) {
		const removal = entryRemoval(now, value);
		if (!removal.ok) return refuse(notEditable(placeOf(value), removal.why));
		take(removal.action);
	}
	const placement = ownDropIn(snapshot) === undefined ? (settings.placement ?? "drop-in") : "drop-in";
	if (placement === "drop-in") {
		const path = `${dropInFolder(snapshot.configPath)}/${dropInName}`;
		const old = textOf(now, path);
		if (old !== undefined && entryOfDropIn(old) === undefined) return refuse(foreignDropIn(path));
		if (now.dropIns === undefined) take({ kind: "make-folder", path: dropInFolder(snapshot.configPath) });
		if (old === undefined) take({ kind: "create", path, text: dropInText(entry) });
		else if (entryOfDropIn(old) !== entry)
			take({ kind: "edit", path, edits: [{ start: 0, end: old.length, text: dropInText(entry) }] });
	} else {
		const placed = placedEntry(now, entry);
		if (!placed.ok) return refuse(notEditable(placed.at, placed.why));
		take(placed.action);
	}
	const result = effectiveConfig(now);
	if (!result.ok)
		return refuse(
			notEditable(startOf(snapshot), `the edited file would not be read: ${result.error.message}`),
		);
	const after = result.config.flags.get("kubelet-arg") ?? [];
	const problem = problemOfResult(snapshot, read.config, result.config, entry);
	if (problem !== undefined) return refuse(problem);
	// An entry that is taken over in place may stand there byte for byte as localdns would write it.
	const changes = actions.some(
		(action) => !("edits" in action) || textOf(now, action.path) !== textOf(snapshot, action.path),
	);
	return planned(snapshot, entry, changes ? actions : [], before, after);
}

function planned(
	snapshot: NodeSnapshot,
	entry: string,
	actions: readonly FileAction[],
	before: readonly EffectiveValue[],
	after: readonly EffectiveValue[],
): PlannedNodeConfig {
	const warnings = warningsOf(snapshot, after);
	return {
		ok: true,
		plan: { entry, actions, inverse: inverseActions(snapshot, actions), before, after, warnings },
	};
}

const startOf = ({ configPath }: NodeSnapshot): Place => ({ file: configPath, line: 1, column: 1 });
const placeOf = ({ origin }: EffectiveValue): Place =>
	"place" in origin ? origin.place : { file: origin.unit, line: 1, column: 1 };

const ownDropIn = (snapshot: NodeSnapshot): string | undefined => {
	const text = textOf(snapshot, `${dropInFolder(snapshot.configPath)}/${dropInName}`);
	return text === undefined ? undefined : entryOfDropIn(text);
};

function isOurs(snapshot: NodeSnapshot, { text, origin }: EffectiveValue): boolean {
	if (!("place" in origin)) return false;
	const { file } = origin.place;
	const inDropIn =
		file === `${dropInFolder(snapshot.configPath)}/${dropInName}` && ownDropIn(snapshot) !== undefined;
	if (inDropIn) return true;
	return snapshot.ours.some(({ path, entry }) => path === file && entry === text);
}

function isArticles({ text, origin }: EffectiveValue): boolean {
	const { name, how, value } = readKubeletArg(text);
	return "place" in origin && name === "cluster-dns" && how === "set" && value === articleAddress;
}

/** K3s' own `cluster-dns` is the address of the Service, for servers only, and never the cache's. */
function misuseOfOwnKey({ role }: NodeSnapshot, config: EffectiveConfig): LocaldnsError | undefined {
	const values = (config.flags.get("cluster-dns") ?? []).filter(({ loss }) => loss === undefined);
	for (const value of values) {
		if (value.text.split(",").some(isLinkLocal))
			return ownKeyMisused(
				value,
				"it is the address of the cluster DNS Service; a link-local one is refused by the API server, and goes out to every agent",
			);
		if (role === "agent")
			return ownKeyMisused(value, "only servers have this key; with it k3s-agent does not start");
	}
	return undefined;
}

/** Whether the plan does what it is for and nothing else. */
function problemOfResult(
	snapshot: NodeSnapshot,
	before: EffectiveConfig,
	after: EffectiveConfig,
	entry: string,
): LocaldnsError | undefined {
	const now = after.flags.get("kubelet-arg") ?? [];
	const ours = now.filter(({ text }) => setsClusterDns(text));
	const [own] = ours;
	if (ours.length !== 1 || own === undefined || own.text !== entry)
		return notEditable(startOf(snapshot), "the edit would not give the kubelet this entry alone");
	if (own.loss?.why === "replaced") return wouldBeWiped(own.loss.by);
	const passed = now.filter(({ loss }) => loss?.why !== "replaced");
	const previous = passed[passed.indexOf(own) - 1];
	if (previous !== undefined && readKubeletArg(previous.text).value === undefined)
		return wouldBeSwallowed(previous);
	const kept = (values: readonly EffectiveValue[]): string[] =>
		values // An empty key gives K3s an empty flag, which goes as soon as something is appended to it.
			.filter(({ text }) => text !== "" && !setsClusterDns(text))
			.map(({ text, loss }) => `${loss?.why} ${text}`);
	const others = (config: EffectiveConfig): string =>
		JSON.stringify(
			[...config.flags]
				.filter(([name]) => name !== "kubelet-arg")
				.map(([name, values]) => [name, values.map(({ text }) => text)]),
		);
	const previously = before.flags.get("kubelet-arg") ?? [];
	const untouched = JSON.stringify(kept(previously)) === JSON.stringify(kept(now));
	return untouched && others(before) === others(after)
		? undefined
		: notEditable(startOf(snapshot), "the edit would change more than this entry");
}
