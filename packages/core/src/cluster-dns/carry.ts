import type { NodeCorefileSettings } from "../corefile/node-corefile-settings.ts";
import { allReverseZones, reverseZonesOf } from "../corefile/reverse-zones.ts";
import { planStubs, type StubDomain, unusable } from "../corefile/stub-domain.ts";
import type { ClusterDnsFacts, ClusterZone, Place } from "./facts.ts";

/** What the node's Corefile is to be built from, and the one choice of an import. */
export interface CarryChoice
	extends Pick<
		NodeCorefileSettings,
		"profile" | "clusterDomain" | "clusterCidrs" | "externalUpstreams" | "stubDomains"
	> {
	/**
	 * Ask a zone's own servers from each node where the cluster DNS merely forwards to them. Its names then survive an
	 * outage of the cluster DNS; but each node has to reach these servers, which no configuration tells.
	 * @default false
	 */
	readonly direct?: boolean;
}

/** Something to tell about an import. */
export interface CarryNote {
	/** `warning` where names may stop resolving, or resolve otherwise. */
	readonly severity: "info" | "warning";
	readonly text: string;
	/** What in the cluster's configuration it is about. */
	readonly at?: Place;
}

/** Settings for the node's Corefile with which everything resolves that did before. */
export interface Carried {
	readonly clusterDomain?: string;
	readonly stubDomains: readonly StubDomain[];
	readonly notes: readonly CarryNote[];
}

/**
 * Chooses the stub domains that a node needs. Settings that are there already stay and win.
 *
 * @throws LocaldnsError LDNS482 for the profile article, which takes none
 */
export function carryClusterDns(facts: ClusterDnsFacts, choice: CarryChoice): Carried {
	if (choice.profile === "article") throw unusable("profile article takes none");
	const clusterDomain = choice.clusterDomain ?? facts.clusterDomains[0];
	const wanted = new Map((choice.stubDomains ?? []).map((stub) => [stub.zone, stub]));
	const rest = chooseRest(facts, choice);
	if (rest.carried !== undefined) wanted.set(".", rest.carried);
	const given = new Set(choice.stubDomains?.map(({ zone }) => zone));
	const domain = clusterDomain ?? "cluster.local";
	// Whoever names the cluster's networks has said which reverse lookups the kubernetes plugin answers.
	const known = [domain, ...(choice.clusterCidrs === undefined ? [] : facts.reverseZones)];
	for (const zone of facts.zones) {
		if (given.has(zone.zone) || known.includes(zone.zone)) continue;
		wanted.set(zone.zone, stubOf(zone, wanted.get(zone.zone), choice.direct === true));
	}
	const reverse = choice.clusterCidrs === undefined ? allReverseZones : reverseZonesOf(choice.clusterCidrs);
	const own = [domain, ...reverse];
	const plan = planStubs([...wanted.values()], own, rest.asked);
	const needed = new Set([...plan.throughCluster, ...plan.direct.map(({ zone }) => zone), "."]);
	const stubDomains = [...wanted.values()].filter(({ zone }) => needed.has(zone) || given.has(zone));
	return {
		...(clusterDomain === undefined ? {} : { clusterDomain }),
		stubDomains,
		notes: [
			...domainNotes(facts, choice),
			...rest.notes,
			...zoneNotes(facts.zones, stubDomains, given),
			...(stubDomains.length === 0 && rest.asked?.upstreams === undefined
				? [
						{
							severity: "info",
							text: "every name goes to the cluster DNS, so each resolves as it did",
						} as const,
					]
				: []),
			...(rest.asked?.upstreams === undefined ? [] : laterNames(facts.zones)),
			...facts.withoutEffect.map(({ text, at }) => ({ severity: "info", text, at }) as const),
		],
	};
}

/** A zone that two things answer is asked of the cluster DNS, which alone knows how they share it. */
function stubOf(
	{ zone, direct }: Pick<ClusterZone, "zone" | "direct">,
	before: StubDomain | undefined,
	wantsDirect: boolean,
): StubDomain {
	if (!wantsDirect || direct === undefined || before !== undefined) return { zone };
	return { zone, ...direct };
}

interface ChosenRest {
	/** Where names of no zone are asked in the end; undefined for the cluster DNS. */
	readonly asked: Pick<StubDomain, "upstreams"> | undefined;
	/** The stub domain for `.` that brings it about. */
	readonly carried?: StubDomain;
	readonly notes: readonly CarryNote[];
}

function chooseRest(facts: ClusterDnsFacts, choice: CarryChoice): ChosenRest {
	const { rest } = facts;
	const stub = choice.stubDomains?.find(({ zone }) => zone === ".");
	const upstreams = choice.externalUpstreams ?? stub?.upstreams;
	if (upstreams !== undefined) return { asked: { upstreams }, notes: lossNotes(facts, upstreams) };
	if (stub !== undefined || choice.profile === "resilient") return { asked: undefined, notes: [] };
	const all = "all other names are asked";
	switch (rest.kind) {
		case "upstreams":
			return {
				asked: rest.direct,
				carried: { zone: ".", ...rest.direct },
				notes: [info(`${all} of ${rest.direct.upstreams.join(", ")}, as the cluster DNS asks them`, rest.at)],
			};
		case "cluster":
			return {
				asked: undefined,
				carried: { zone: "." },
				notes: [info(`${all} of the cluster DNS: ${rest.because}`, rest.at)],
			};
		default:
			return {
				asked: { upstreams: ["/etc/resolv.conf"] },
				notes: [
					warning(
						`${all} of each node's own resolvers; a name that only ${rest.kind === "node" ? "those of the cluster DNS' node know" : "the cluster DNS refuses"} resolves otherwise`,
						"at" in rest ? rest.at : undefined,
					),
				],
			};
	}
}

/** What is lost when someone wants all other names to be asked elsewhere. */
function lossNotes({ rest }: ClusterDnsFacts, upstreams: readonly string[]): CarryNote[] {
	const notes: CarryNote[] = [];
	const now = upstreams.join(", ");
	if (rest.kind === "cluster") {
		notes.push(warning(`all other names go to ${now} and lose this: ${rest.because}`, rest.at));
	}
	if (rest.kind === "upstreams" && rest.direct.upstreams.some((upstream) => !upstreams.includes(upstream))) {
		notes.push(
			warning(
				`all other names went to ${rest.direct.upstreams.join(", ")} and go to ${now}: names that only the former know no longer resolve`,
				rest.at,
			),
		);
	}
	return notes;
}

/** A name of hosts is a zone of the node's Corefile, unless all other names go to the cluster DNS. */
function laterNames(zones: readonly ClusterZone[]): CarryNote[] {
	const hosts = zones.find(({ by }) => by === "hosts");
	if (hosts === undefined) return [];
	const text =
		"a name that is added to hosts or NodeHosts later, as by a node that joins, resolves in pods after the next import";
	return [info(text, hosts.at)];
}

function domainNotes({ clusterDomains }: ClusterDnsFacts, { clusterDomain }: CarryChoice): CarryNote[] {
	const [found] = clusterDomains;
	if (found === undefined) {
		return [
			warning(
				`no kubernetes plugin names the cluster's domain; ${clusterDomain ?? "cluster.local"} is taken for it`,
			),
		];
	}
	if (clusterDomain === undefined || clusterDomains.includes(clusterDomain)) return [];
	return [
		warning(`clusterDomain is ${clusterDomain}, but the cluster DNS serves ${clusterDomains.join(", ")}`),
	];
}

/** One note for all zones that come from the same line and are asked at the same place. */
function zoneNotes(
	zones: readonly ClusterZone[],
	stubs: readonly StubDomain[],
	given: ReadonlySet<string>,
): CarryNote[] {
	const groups = new Map<string, { names: string[]; how: string; by: string; at: Place }>();
	for (const { zone, by, at, because } of zones) {
		const stub = stubs.find((each) => each.zone === zone);
		if (stub === undefined || given.has(zone)) continue;
		const how =
			stub.upstreams === undefined
				? `asked of the cluster DNS${because === undefined ? "" : `: ${because}`}`
				: `asked of ${stub.upstreams.join(", ")} directly`;
		const key = JSON.stringify([by, at, how]);
		const group = groups.get(key) ?? { names: [], how, by, at };
		group.names.push(zone);
		groups.set(key, group);
	}
	return [...groups.values()].map(({ names, how, at }) => info(`${names.join(", ")}: ${how}`, at));
}

const note = (severity: CarryNote["severity"], text: string, at: Place | undefined): CarryNote =>
	at === undefined ? { severity, text } : { severity, text, at };
const info = (text: string, at?: Place): CarryNote => note("info", text, at);
const warning = (text: string, at?: Place): CarryNote => note("warning", text, at);
