import type { ParsedPlugin, ParsedServerBlock } from "../corefile/syntax-tree.ts";
import { holds } from "../corefile/zone-tree.ts";
import { type ClaimContext, claimOf } from "./claims.ts";
import type { ClusterZone, Place, Rest, WithoutEffect } from "./facts.ts";
import { type Forwarding, readForwarding } from "./upstreams.ts";
import { readZones } from "./zone-names.ts";

/** What one server block contributes. */
export interface BlockFacts {
	/** Zones that its kubernetes plugin answers. */
	readonly kubernetes: readonly string[];
	readonly zones: readonly ClusterZone[];
	/** Undefined unless the block serves `.`. */
	readonly rest: Rest | undefined;
	readonly withoutEffect: readonly WithoutEffect[];
}

/** A `forward` with what it means. */
interface ForwardLine {
	readonly from: string;
	/** Zones within `from` that it leaves to the next plugin. */
	readonly except: readonly string[];
	/** Whether the next forward may be tried after it for the same name. */
	readonly goesOn: boolean;
	readonly forwarding: Forwarding;
	readonly at: Place;
}

const placeOf = ({ nameToken }: ParsedPlugin): Place => ({
	file: nameToken.file,
	line: nameToken.line,
});

/** @param context with the zones of this block's keys */
export function readServerBlock(block: ParsedServerBlock, context: ClaimContext): BlockFacts {
	const claims = block.plugins
		.filter(({ name }) => name !== "forward")
		.map((plugin) => ({ plugin, at: placeOf(plugin), ...claimOf(plugin, context) }));
	const { used, withoutEffect } = withoutShadowed(block.plugins.filter(({ name }) => name === "forward"));
	const kubernetes = claims
		.filter(({ plugin }) => plugin.name === "kubernetes")
		.flatMap(({ zones }) => zones);
	const answering = claims.filter(({ zones, beyond }) => zones.length > 0 || beyond !== undefined);
	const at = placeOfKeys(block);

	if (!context.blockZones.includes(".")) {
		const how = wholeBlock(context.blockZones, answering, used);
		const zones = context.blockZones.map((zone) => ({ zone, by: "server block", at, ...how }));
		return { kubernetes, zones, rest: undefined, withoutEffect };
	}

	const zones: ClusterZone[] = context.blockZones
		.filter((zone) => zone !== ".")
		.map((zone) => ({ zone, by: "server block", at, because: "its server block serves . too" }));
	for (const { plugin, zones: claimed, at } of answering) {
		const because = `${plugin.name} answers it`;
		for (const zone of claimed) if (zone !== ".") zones.push({ zone, by: plugin.name, at, because });
	}
	for (const line of used) zones.push(...narrowZones(line, answering));
	return { kubernetes, zones, rest: restOf(answering, used, at), withoutEffect };
}

function placeOfKeys({ keyTokens }: ParsedServerBlock): Place {
	const [key] = keyTokens;
	return { file: key?.file ?? "", line: key?.line ?? 1 };
}

/** CoreDNS tries the lines in their order, so one behind a wider one is never reached. */
function withoutShadowed(forwards: readonly ParsedPlugin[]): {
	used: ForwardLine[];
	withoutEffect: WithoutEffect[];
} {
	const used: ForwardLine[] = [];
	const withoutEffect: WithoutEffect[] = [];
	for (const plugin of forwards) {
		const line = readLine(plugin);
		const wider = used.find(
			(other) => holds(other.from, line.from) && !other.except.some((zone) => holds(zone, line.from)),
		);
		if (wider === undefined || wider.goesOn) used.push(line);
		else {
			withoutEffect.push({
				text: `forward ${plugin.args.join(" ")} is never reached: forward ${wider.from} at ${wider.at.file}:${wider.at.line} comes first`,
				at: line.at,
			});
		}
	}
	return { used, withoutEffect };
}

function readLine(plugin: ParsedPlugin): ForwardLine {
	const from = readZones(plugin.args.slice(0, 1))?.[0];
	const except = plugin.options.filter(({ name }) => name === "except").flatMap(({ args }) => args);
	const read = except.map((zone) => readZones([zone]));
	const open = from === undefined || read.includes(undefined);
	return {
		from: from ?? ".",
		except: read.flatMap((zones) => zones ?? []),
		goesOn: open || plugin.options.some(({ name }) => name === "next" || name === "next_on_nodata"),
		forwarding: open
			? { kind: "cluster", because: "a zone of the forward cannot be read" }
			: readForwarding(plugin),
		at: placeOf(plugin),
	};
}

type Answering = { plugin: ParsedPlugin; zones: readonly string[]; beyond?: string };

/** A block that does nothing but forward can be forwarded from elsewhere. */
function wholeBlock(
	blockZones: readonly string[],
	answering: readonly Answering[],
	forwards: readonly ForwardLine[],
): Pick<ClusterZone, "direct" | "because"> {
	const [other] = answering;
	if (other !== undefined) return { because: `its server block has the plugin ${other.plugin.name}` };
	const [line, second] = forwards;
	if (line === undefined) return { because: "its server block forwards nothing" };
	const all = blockZones.every((zone) => holds(line.from, zone));
	if (second !== undefined || !all || line.except.length > 0) {
		return { because: "its server block forwards a part of its names" };
	}
	return howAsked(line);
}

function howAsked({ forwarding }: ForwardLine): Pick<ClusterZone, "direct" | "because"> {
	if (forwarding.kind === "upstreams") return { direct: forwarding.direct };
	if (forwarding.kind === "cluster") return { because: forwarding.because };
	return { because: "it is asked of the resolvers of the cluster DNS' node" };
}

/** Zones that a line of the block for `.` sets apart: its own, and those that it leaves out. */
function narrowZones(line: ForwardLine, answering: readonly Answering[]): ClusterZone[] {
	const set = (zone: string, how: Pick<ClusterZone, "direct" | "because">): ClusterZone => ({
		zone,
		by: "forward",
		at: line.at,
		...how,
	});
	const left = line.except.map((zone) => set(zone, { because: "a forward leaves it out" }));
	if (line.from === ".") return left;
	// Every other plugin that answers comes before forward (plugin.cfg), whatever the order of the lines.
	const before = answering.find(
		({ zones, beyond }) => beyond !== undefined || zones.some((zone) => holds(zone, line.from)),
	);
	const how =
		before === undefined ? howAsked(line) : { because: `${before.plugin.name} comes before the forward` };
	return [set(line.from, how), ...left];
}

function restOf(
	answering: readonly (Answering & { at: Place })[],
	forwards: readonly ForwardLine[],
	block: Place,
): Rest {
	const everywhere = answering.find(({ zones, beyond }) => beyond !== undefined || zones.includes("."));
	if (everywhere !== undefined) {
		const because = everywhere.beyond ?? `${everywhere.plugin.name} answers for every name`;
		return { kind: "cluster", because, at: everywhere.at };
	}
	const lines = forwards.filter(({ from }) => from === ".");
	const [line] = lines;
	if (line === undefined) return { kind: "nobody" };
	if (lines.length > 1)
		return { kind: "cluster", because: "several forwards share all other names", at: block };
	return { ...line.forwarding, at: line.at };
}
