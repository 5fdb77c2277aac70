import {
	formatBitRate,
	formatDuration,
	formatPercentage,
	LocaldnsError,
	parseBitRate,
	parseDuration,
	parsePercentage,
} from "@localdns/core";

/** How the link between the near and the far side treats packets. */
export interface LinkSpec {
	/** Mean round trip, ms; half of it each way. */
	rttMs: number;
	/** The round trip lies within rtt ± this, ms, uniformly each way. */
	jitterMs: number;
	/** Share of packets lost each way, 0 to less than 1. */
	loss: number;
	/** Mean length of a loss burst, ms; null: losses are independent of each other. */
	burstMs: number | null;
	/** Rate above which UDP is policed each way, bits per second; 0: no UDP passes, which an overlay of its own survives. */
	udpLimitBitsPerSecond: number | null;
	/** Modelled bulk traffic beside ours that uses up the limit, bits per second each way. */
	loadBitsPerSecond: number | null;
}

/** Does nothing to packets. */
export const unimpaired: LinkSpec = {
	rttMs: 0,
	jitterMs: 0,
	loss: 0,
	burstMs: null,
	udpLimitBitsPerSecond: null,
	loadBitsPerSecond: null,
};

const clean: LinkSpec = {
	...unimpaired,
	rttMs: 1,
};

/** Links with a name. `policed` takes a load, since DNS alone stays far below the limit. */
export const linkPresets = {
	clean,
	lossy: { ...clean, rttMs: 43, jitterMs: 3, loss: 0.05 },
	"cross-province": { ...clean, rttMs: 43, jitterMs: 8, loss: 0.02, burstMs: 300 },
	policed: { ...clean, rttMs: 43, jitterMs: 3, udpLimitBitsPerSecond: 1e6, loadBitsPerSecond: 2e6 },
} as const satisfies Record<string, LinkSpec>;

interface Key {
	allowed: string;
	/** The specification with this value in it, or undefined when the value is out of range. */
	set(spec: LinkSpec, value: string): LinkSpec | undefined;
}

const between = (value: number | undefined, least: number, most: number): value is number =>
	value !== undefined && value >= least && value <= most;

const keys: Record<string, Key> = {
	rtt: {
		allowed: "a time from 0ms to 10s, such as 43ms",
		set: (spec, text) => {
			const rttMs = parseDuration(text);
			return between(rttMs, 0, 10_000) ? { ...spec, rttMs } : undefined;
		},
	},
	jitter: {
		allowed: "a time from 0ms to 10s, such as 3ms",
		set: (spec, text) => {
			const jitterMs = parseDuration(text);
			return between(jitterMs, 0, 10_000) ? { ...spec, jitterMs } : undefined;
		},
	},
	loss: {
		allowed: "a percentage from 0% to 99%, such as 5%",
		set: (spec, text) => {
			const loss = parsePercentage(text);
			return between(loss, 0, 0.99) ? { ...spec, loss } : undefined;
		},
	},
	burst: {
		allowed: "a time from 1ms to 60s, such as 300ms",
		set: (spec, text) => {
			const burstMs = parseDuration(text);
			return between(burstMs, 1, 60_000) ? { ...spec, burstMs } : undefined;
		},
	},
	"udp-limit": {
		allowed: "a bit rate from 10kbit to 10gbit, such as 1mbit, or 0, which blocks UDP",
		set: (spec, text) => {
			const rate = text === "0" ? 0 : parseBitRate(text);
			return rate === 0 || between(rate, 1e4, 1e10) ? { ...spec, udpLimitBitsPerSecond: rate } : undefined;
		},
	},
	load: {
		allowed: "a bit rate from 1kbit to 100mbit, such as 2mbit",
		set: (spec, text) => {
			const rate = parseBitRate(text);
			return between(rate, 1e3, 1e8) ? { ...spec, loadBitsPerSecond: rate } : undefined;
		},
	},
};

const wrong = (read: string, allowed: string): LocaldnsError =>
	new LocaldnsError("LDNS101", `--link: read ${JSON.stringify(read)}; allowed is ${allowed}`, {
		hint: "localdns bench --lab --link rtt=43ms,jitter=3ms,loss=5%",
	});

/**
 * Reads `--link`: a preset, `key=value` pairs, or a preset followed by pairs that change it.
 * Keys not given are those of `clean`.
 * @throws LocaldnsError LDNS101
 */
export function parseLinkSpec(text: string): LinkSpec {
	const items = text.split(",").map((item) => item.trim());
	const first = items[0] ?? "";
	const preset = Object.hasOwn(linkPresets, first)
		? linkPresets[first as keyof typeof linkPresets]
		: undefined;
	let spec: LinkSpec = preset ?? clean;
	const seen = new Set<string>();
	for (const item of preset === undefined ? items : items.slice(1)) {
		const [name, value] = splitPair(item);
		if (seen.has(name)) throw wrong(item, `each key once; ${name} stands there twice`);
		seen.add(name);
		const key = keys[name] as Key;
		const changed = key.set(spec, value);
		if (changed === undefined) throw wrong(item, `${name}= with ${key.allowed}`);
		spec = changed;
	}
	return refuseNonsense(spec, text);
}

function splitPair(item: string): [name: string, value: string] {
	const at = item.indexOf("=");
	const name = item.slice(0, at);
	if (at === -1 || !Object.hasOwn(keys, name)) {
		throw wrong(
			item,
			`${Object.keys(linkPresets).join(", ")}, or pairs of ${Object.keys(keys).join("=, ")}=`,
		);
	}
	return [name, item.slice(at + 1)];
}

function refuseNonsense(spec: LinkSpec, text: string): LinkSpec {
	if (spec.jitterMs > spec.rttMs) throw wrong(text, "a jitter of at most the rtt");
	if (spec.burstMs !== null && spec.loss === 0) throw wrong(text, "burst= only together with loss=");
	if (spec.loadBitsPerSecond !== null && !spec.udpLimitBitsPerSecond) {
		throw wrong(text, "load= only together with udp-limit=, and that above 0");
	}
	return spec;
}

/** Every key that differs from `clean`, and always the rtt: what `parseLinkSpec` reads back. */
export function formatLinkSpec(spec: LinkSpec): string {
	const pairs = [`rtt=${formatDuration(spec.rttMs)}`];
	if (spec.jitterMs > 0) pairs.push(`jitter=${formatDuration(spec.jitterMs)}`);
	if (spec.loss > 0) pairs.push(`loss=${formatPercentage(spec.loss)}`);
	if (spec.burstMs !== null) pairs.push(`burst=${formatDuration(spec.burstMs)}`);
	if (spec.udpLimitBitsPerSecond !== null)
		pairs.push(
			`udp-limit=${spec.udpLimitBitsPerSecond === 0 ? "0" : formatBitRate(spec.udpLimitBitsPerSecond)}`,
		);
	if (spec.loadBitsPerSecond !== null) pairs.push(`load=${formatBitRate(spec.loadBitsPerSecond)}`);
	return pairs.join(",");
}
