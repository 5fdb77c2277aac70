/** What a stub resolver takes from resolv.conf(5). */
export interface ResolvConf {
	/** Addresses in order, three at most; 127.0.0.1 where the file names none. */
	nameservers: string[];
	/** Search suffixes as written, without a final dot; empty where the file names none. */
	search: string[];
	/** Names with fewer dots go through the search list first. @default 1 */
	ndots: number;
	/** Time for one server to answer. @default 5000 */
	timeoutMs: number;
	/** Rounds over all servers. @default 2 */
	attempts: number;
}

/** Limits of glibc (resolv/resolv.h, bits/types/res_state.h). */
const mostNameservers = 3;
const mostDots = 15;
const longestTimeout = 30;
const mostAttempts = 5;

const ipv4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const ipv6 = /^[0-9a-f:.]*:[0-9a-f:.]*(%\w+)?$/i;

/**
 * Reads resolv.conf as glibc does: the last `search` or `domain` line wins, options beyond their limit
 * are cut down to it, a nameserver that is no address and a keyword that is unknown are passed over.
 * Unlike glibc it never falls back to the host's own domain as the search list, because that is not in the file,
 * and `attempts:0`, with which glibc asks nobody, is read as 1.
 */
export function parseResolvConf(text: string): ResolvConf {
	const conf: ResolvConf = { nameservers: [], search: [], ndots: 1, timeoutMs: 5000, attempts: 2 };
	for (const line of text.split("\n")) {
		// Only a mark in the first column makes a comment; keywords begin there too.
		if (/^[#;\s]/.test(line)) continue;
		const [keyword, ...values] = line.trim().split(/[ \t]+/);
		if (keyword === "nameserver") addNameserver(conf, values[0] ?? "");
		else if (keyword === "search") conf.search = values.map(withoutFinalDot);
		else if (keyword === "domain") conf.search = values.slice(0, 1).map(withoutFinalDot);
		else if (keyword === "options") for (const option of values) readOption(conf, option);
	}
	if (conf.nameservers.length === 0) conf.nameservers.push("127.0.0.1");
	return conf;
}

/** The suffix `.` (the root) becomes empty: a search through it asks the name as it is. */
function withoutFinalDot(suffix: string): string {
	return suffix.endsWith(".") ? suffix.slice(0, -1) : suffix;
}

function addNameserver(conf: ResolvConf, address: string): void {
	const known = ipv4.test(address) || ipv6.test(address);
	if (known && conf.nameservers.length < mostNameservers) conf.nameservers.push(address);
}

function readOption(conf: ResolvConf, option: string): void {
	const [, name, digits] = /^(ndots|timeout|attempts):(\d*)/.exec(option) ?? [];
	const value = Number(digits ?? 0);
	if (name === "ndots") conf.ndots = Math.min(value, mostDots);
	else if (name === "timeout") conf.timeoutMs = Math.min(Math.max(value, 1), longestTimeout) * 1000;
	else if (name === "attempts") conf.attempts = Math.min(Math.max(value, 1), mostAttempts);
}
