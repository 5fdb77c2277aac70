import { connect } from "node:net";
import type { CacheCounters } from "@localdns/core/measure";

const timeoutMs = 2000;
/** A cache with every plugin and a thousand zones shows less. */
const mostBytes = 4 * 1024 * 1024;

/**
 * What CoreDNS counts of a cache and its upstreams. Failed checks are forward's until 1.10 and proxy's from 1.11.0 on.
 *
 * Source: coredns/coredns plugin/cache/metrics.go, plugin/forward/metrics.go, plugin/pkg/proxy/metrics.go
 */
const families = [
	"coredns_cache_hits_total",
	"coredns_cache_misses_total",
	"coredns_cache_served_stale_total",
	"coredns_forward_healthcheck_failures_total",
	"coredns_proxy_healthcheck_failures_total",
	"coredns_forward_healthcheck_broken_total",
];

type Reading = Omit<CacheCounters, "atMs">;

/** Reads the counters of a cache once; never fails, and takes two seconds at most. */
export async function readCacheMetrics(url: string): Promise<Reading> {
	try {
		return { counters: sumFamilies(await fetchText(url)) };
	} catch (error) {
		return { counters: null, reason: (error as Error).message };
	}
}

/**
 * One GET of HTTP/1.0, whose answer ends with the connection (RFC 1945, section 7.2.2): Node's own client takes 14 MiB
 * and 30 ms of start, which is more than all the rest of the probe.
 */
function fetchText(url: string): Promise<string> {
	const { hostname, port, host, pathname, search } = new URL(url);
	return new Promise<string>((resolve, reject) => {
		const socket = connect(Number(port || 80), hostname.replace(/^\[(.*)\]$/, "$1"));
		const pieces: Buffer[] = [];
		let bytes = 0;
		const fail = (message: string) => socket.destroy(new Error(message));
		const timer = setTimeout(() => fail(`no answer from ${url} within ${timeoutMs / 1000} s`), timeoutMs);
		socket.on("connect", () => socket.write(`GET ${pathname}${search} HTTP/1.0\r\nHost: ${host}\r\n\r\n`));
		socket.on("data", (piece) => {
			bytes += piece.length;
			pieces.push(piece);
			if (bytes > mostBytes) fail(`${url} shows more than 4 MiB`);
		});
		socket.on("error", reject);
		socket.on("end", () => {
			const text = Buffer.concat(pieces).toString("utf8");
			const status = /^HTTP\/1\.[01] (\d{3}) /.exec(text)?.[1];
			if (status === "200") return resolve(text.slice(text.indexOf("\r\n\r\n") + 4));
			reject(
				new Error(
					status === undefined ? `${url} does not speak HTTP` : `${url} answers with status ${status}`,
				),
			);
		});
		socket.on("close", () => clearTimeout(timer));
	});
}

/**
 * Sums over all labels, by family; one that has counted nothing yet is not shown by CoreDNS and absent here.
 *
 * Source: Prometheus, exposition formats, text format 0.0.4: `name{labels} value [timestamp]`
 */
export function sumFamilies(text: string): Record<string, number> {
	const sums: Record<string, number> = {};
	for (const line of text.split("\n")) {
		const name = families.find((family) => line.startsWith(family));
		if (name === undefined) continue;
		const after = line.slice(name.length);
		// A label's value may hold a brace, a number and a timestamp cannot.
		const value = Number.parseFloat(after.slice(after.lastIndexOf("}") + 1));
		if ((after[0] === "{" || after[0] === " ") && Number.isFinite(value))
			sums[name] = (sums[name] ?? 0) + value;
	}
	return sums;
}
