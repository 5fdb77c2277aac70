import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCacheMetrics, sumFamilies } from "../src/cache-metrics.ts";

let server: Server;
let url: string;
beforeAll(async () => {
	server = createServer((request, response) => {
		if (request.url === "/metrics") response.end("coredns_cache_hits_total 3\n");
		else if (request.url === "/large") response.end("x".repeat(5 * 1024 * 1024));
		else if (request.url !== "/silent") response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

describe("readCacheMetrics", () => {
	it("hands on the counters", async () => {
		expect(await readCacheMetrics(`${url}/metrics`)).toEqual({ counters: { coredns_cache_hits_total: 3 } });
	});

	it.each<[string, string, RegExp]>([
		["another status", "/elsewhere", /answers with status 404/],
		["an endless answer", "/large", /more than 4 MiB/],
		["no answer", "/silent", /no answer from .* within 2 s/],
	])("says why there are none: %s", async (_what, path, reason) => {
		const { counters, reason: said } = await readCacheMetrics(url + path);
		expect(counters).toBeNull();
		expect(said).toMatch(reason);
	});

	it("says why there are none: nobody listens, or somebody who speaks something else", async () => {
		const other = createTcpServer((socket) => socket.resume().end("SSH-2.0\n"));
		await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
		const { port } = other.address() as AddressInfo;
		expect(await readCacheMetrics(`http://127.0.0.1:${port}/metrics`)).toMatchObject({
			counters: null,
			reason: expect.stringContaining("does not speak HTTP"),
		});
		await new Promise((resolve) => other.close(resolve));
		expect(await readCacheMetrics(`http://127.0.0.1:${port}/metrics`)).toMatchObject({
			counters: null,
			reason: expect.stringContaining("ECONNREFUSED"),
		});
	});
});

describe("sumFamilies", () => {
	it("adds up what has the same name, whatever its labels, and leaves out the rest", () => {
		const text = [
			"# HELP coredns_cache_hits_total The count of cache hits.",
			"# TYPE coredns_cache_hits_total counter",
			'coredns_cache_hits_total{server="dns://:53",type="success",view="",zones="."} 40',
			'coredns_cache_hits_total{server="dns://:53",type="denial",view="a} 7",zones="."} 1.5e+01 1795612566999',
			"coredns_cache_misses_total 4",
			"coredns_cache_misses_total_of_another 100",
			'coredns_proxy_healthcheck_failures_total{proxy_name="forward",to="10.43.0.10:53"} 2',
			"coredns_forward_healthcheck_broken_total NaN",
			"coredns_cache_served_stale_total",
			"go_goroutines 12",
			"",
		].join("\n");
		expect(sumFamilies(text)).toEqual({
			coredns_cache_hits_total: 55,
			coredns_cache_misses_total: 4,
			coredns_proxy_healthcheck_failures_total: 2,
		});
	});
});
