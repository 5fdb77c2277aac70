import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askTailscaled } from "../../src/node-facts/local-api.ts";
import { tailscaleOf } from "../../src/node-facts/tailscale.ts";

let folder: string;
let socket: string;
let server: Server | undefined;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "localdns-local-api-"));
	socket = join(folder, "tailscaled.sock");
});
afterEach(() => {
	server?.closeAllConnections();
	server?.close();
	server = undefined;
	rmSync(folder, { recursive: true });
});

const listen = (answer: RequestListener): Promise<void> =>
	new Promise((resolve) => {
		server = createServer(answer).listen(socket, resolve);
	});
const ask = (timeoutMs = 2000) => askTailscaled(socket, "GET", "/localapi/v0/status", timeoutMs);

describe("asking tailscaled", () => {
	it("names the host that tailscaled wants, and no origin", async () => {
		await listen((request, response) => response.end(JSON.stringify(request.headers)));
		const answer = await ask();
		expect(answer).toMatchObject({ is: "answer", body: { host: "local-tailscaled.sock" } });
		expect(answer).not.toHaveProperty("body.origin");
	});

	it("tells a machine without tailscale from a daemon that is gone", async () => {
		expect(await ask()).toEqual({ is: "no-socket" });
	});

	it.each<[string, RequestListener, RegExp]>([
		["never answers", () => {}, /no answer within 0.3 s/],
		["begins to answer and stops", (_, response) => response.write("{"), /no answer within 0.3 s/],
		["refuses", (_, response) => response.writeHead(403).end("access denied"), /403: access denied/],
		["says something else", (_, response) => response.end("<html>"), /else than JSON/],
		["hangs up", (request) => request.socket.destroy(), /hang up/],
		["goes on and on", (_, response) => response.end("x".repeat(5_000_000)), /has no end/],
	])("bears one that %s", async (_what, behaviour, because) => {
		await listen(behaviour);
		const answer = await ask(300);
		expect(answer.is).toBe("silent");
		expect(answer).toHaveProperty("because", expect.stringMatching(because));
	});

	it("takes a daemon that answers and says nothing known for a silent one", async () => {
		await listen((_, response) => response.end("{}"));
		const facts = await tailscaleOf({ socket, interfaces: folder, targets: [] });
		expect(facts).toEqual({
			is: "silent",
			because: "tailscaled answered with what this version does not know",
		});
	});
});
