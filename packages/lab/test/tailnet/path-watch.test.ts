import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PathWatch } from "../../src/tailnet/path-watch.ts";

let folder: string;
let socket: string;
let server: Server;
/** What the LocalAPI says; a lost ping is not answered at all. */
let pong: string | undefined;
let direct: number;
let derp: number;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "localdns-path-watch-"));
	socket = join(folder, "tailscaled.sock");
	pong = '{"Endpoint":"198.18.0.1:41641"}';
	direct = derp = 10;
	server = createServer((request, response) => {
		if (request.headers.host !== "local-tailscaled.sock") return void response.writeHead(403).end();
		if (request.url === "/localapi/v0/ping?ip=100.64.0.1&type=disco" && request.method === "POST")
			return void (pong === undefined ? undefined : response.end(pong));
		if (request.url !== "/localapi/v0/usermetrics") return void response.writeHead(404).end();
		response.end(
			`# TYPE tailscaled_inbound_packets_total counter\n` +
				`tailscaled_inbound_packets_total{path="direct_ipv4"} ${direct}\n` +
				`tailscaled_outbound_packets_total{path="direct_ipv4"} ${direct}\n` +
				`tailscaled_outbound_bytes_total{path="direct_ipv6"} ${direct}\n` +
				`tailscaled_inbound_packets_total{path="derp"} ${derp}\n` +
				`tailscaled_outbound_dropped_packets_total{reason="error"} 99\n`,
		);
	});
	await new Promise<void>((resolve) => server.listen(socket, resolve));
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	rmSync(folder, { recursive: true });
});

it("waits for a way, and gives up in time", async () => {
	const watch = new PathWatch(socket, "100.64.0.1");
	expect(await watch.until("direct", 5000)).toBe(true);
	expect(await watch.until("derp", 300)).toBe(false);
	expect(await watch.report()).toMatchObject({ carried: [] });
});

it("says which way it was at the begin, when another came, and what went each way since", async () => {
	const ending = new AbortController();
	const watch = new PathWatch(socket, "100.64.0.1");
	await watch.until("direct", 5000);
	watch.follow(Date.now() + 50, ending.signal);
	// The counters of the begin have been read once the first of these comes.
	await sleep(500);
	direct = 14;
	derp = 40;
	pong = '{"DERPRegionID":900,"DERPRegionCode":"lab"}';
	while ((await watch.report()).path.length < 2) await sleep(50);
	const { path, carried } = await watch.report();
	ending.abort();
	expect(path).toEqual([
		{ atMs: 0, by: "direct" },
		{ atMs: expect.any(Number), by: "derp", region: "lab" },
	]);
	expect(path[1]?.atMs).toBeGreaterThan(400);
	expect(carried).toEqual([
		{ by: "direct", packets: 8, bytes: 4 },
		{ by: "peer-relay", packets: 0, bytes: 0 },
		{ by: "derp", packets: 30, bytes: 0 },
	]);
});

it("takes a lost ping for no change, and a tailscaled that is gone for no figures", async () => {
	const ending = new AbortController();
	const watch = new PathWatch(socket, "100.64.0.1");
	await watch.until("direct", 5000);
	pong = undefined;
	watch.follow(Date.now(), ending.signal);
	await sleep(2500);
	expect((await watch.report()).path).toEqual([{ atMs: 0, by: "direct" }]);
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	expect((await watch.report()).carried).toEqual([]);
	ending.abort();
	await new Promise<void>((resolve) => server.listen(socket, resolve));
});
