import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type LinkLog, type PathTarget, parseLinkLog } from "@localdns/core/cluster";
import { describe, it } from "vitest";
import { watchLinks } from "../../src/node-facts/watch-links.ts";

const status = { Version: "1.102.5-t0123", BackendState: "Running" };

/** A tailscaled that answers pings by their address; undefined is no answer at all. */
const daemon =
	(pings: Record<string, object | undefined>): RequestListener =>
	({ url = "" }, response) => {
		const { pathname, searchParams } = new URL(url, "http://local-tailscaled.sock");
		const answer = pathname === "/localapi/v0/status" ? status : pings[searchParams.get("ip") ?? ""];
		if (answer !== undefined) response.end(JSON.stringify(answer));
	};

interface Stage {
	readonly listen: (answer: RequestListener) => Promise<Server>;
	readonly watch: (targets: readonly PathTarget[], forMs: number, signal?: AbortSignal) => Promise<LinkLog>;
}

/** A socket of its own for each test, because they run beside one another: rounds are five seconds apart. */
async function onStage(play: (stage: Stage) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), "localdns-watch-"));
	const socket = join(folder, "tailscaled.sock");
	const servers: Server[] = [];
	try {
		await play({
			listen: (answer) =>
				new Promise((resolve) => {
					const server = createServer(answer);
					servers.push(server);
					server.listen(socket, () => resolve(server));
				}),
			async watch(targets, forMs, signal = new AbortController().signal) {
				let text = "";
				const write = (line: string) => {
					text += line;
				};
				await watchLinks({ socket, interfaces: folder, targets, forMs, signal, write });
				return parseLinkLog(text);
			},
		});
	} finally {
		for (const server of servers) {
			server.closeAllConnections();
			server.close();
		}
		rmSync(folder, { recursive: true });
	}
}

const shut = (server: Server) =>
	new Promise((resolve) => {
		server.closeAllConnections();
		server.close(resolve);
	});

describe.concurrent("a watch of a tailscaled that stands in", { timeout: 30_000 }, () => {
	it("tells answers, lost pings and refusals apart, round by round", ({ expect }) =>
		onStage(async ({ listen, watch }) => {
			await listen(
				daemon({
					"100.64.0.1": { LatencySeconds: 0.0204567, Endpoint: "192.0.2.1:41641" },
					"100.64.0.2": { LatencySeconds: 0.09, DERPRegionID: 900, DERPRegionCode: "lab" },
					"100.64.0.3": { LatencySeconds: 0.03, PeerRelay: "192.0.2.9:7777:vni:1" },
					"100.64.0.4": undefined,
					"100.64.0.5": { Err: "no matching peer" },
				}),
			);
			const targets = [1, 2, 3, 4, 5].map((last) => ({ node: `node-${last}`, address: `100.64.0.${last}` }));
			const { lines, missing } = await watch(targets, 5500);
			expect(missing).toBe(0);
			// The first round at once, the second with the end.
			expect(lines.map(({ at, last }) => [at.length, last])).toEqual([
				[1, undefined],
				[1, true],
			]);
			for (const line of lines) {
				expect(line.tailscaled).toEqual({ version: "1.102.5", state: "Running" });
				expect(line.pings).toEqual([[20.46], [90], [30], [null], [null]]);
				expect(line.ways).toEqual([["direct"], ["derp lab"], ["peer-relay"], [""], [""]]);
			}
			const seen = lines.flatMap((line) => line.seen.map(([, text]) => text));
			expect(seen).toEqual(["tailscaled does not ping node-5: no matching peer"]);
		}));

	it("goes on when tailscaled stops, and says when it is back on a new socket", ({ expect }) =>
		onStage(async ({ listen, watch }) => {
			const answers = daemon({ "100.64.0.1": { LatencySeconds: 0.02, Endpoint: "192.0.2.1:41641" } });
			const first = await listen(answers);
			const log = watch([{ node: "near", address: "100.64.0.1" }], 10_500);
			await sleep(2500);
			await shut(first);
			await sleep(5000);
			await listen(answers);
			const { lines } = await log;
			expect(lines.flatMap(({ pings }) => pings[0])).toEqual([20, "unsent", 20]);
			const seen = lines.flatMap((line) => line.seen.map(([, text]) => text));
			expect(seen).toEqual([
				expect.stringMatching(/^no tailscaled is there|^tailscaled does not answer/),
				"tailscaled was started again",
			]);
		}));

	it("says that there is no tailscaled once, and not every round", ({ expect }) =>
		onStage(async ({ watch }) => {
			const { lines } = await watch([{ node: "near", address: "100.64.0.1" }], 5500);
			expect(lines.flatMap(({ pings }) => pings[0])).toEqual(["unsent", "unsent"]);
			expect(lines.flatMap(({ seen }) => seen)).toHaveLength(1);
			expect(lines.every(({ tailscaled }) => tailscaled === null)).toBe(true);
		}));

	it("ends at once when it is told to, with a last line, in the midst of a ping", ({ expect }) =>
		onStage(async ({ listen, watch }) => {
			await listen(daemon({ "100.64.0.1": undefined }));
			const begunAt = performance.now();
			const { lines } = await watch(
				[{ node: "near", address: "100.64.0.1" }],
				60_000,
				AbortSignal.timeout(500),
			);
			expect(performance.now() - begunAt).toBeLessThan(3000);
			expect(lines).toMatchObject([{ number: 0, at: [], last: true }]);
		}));
});
