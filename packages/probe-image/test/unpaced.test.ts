import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildUnpacedBundle } from "../scripts/build-bundle.ts";
import type { UnpacedResult } from "../src/unpaced.ts";
import { type RunningCoreDns, startCoreDns } from "./servers/coredns.ts";
import { ScriptedResponder } from "./servers/scripted-responder.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-unpaced-"));
const client = join(folder, "unpaced.mjs");
let dns: RunningCoreDns;
beforeAll(async () => {
	await buildUnpacedBundle(client);
	dns = await startCoreDns();
});
afterAll(async () => {
	await dns.close();
	rmSync(folder, { recursive: true });
});

const measure = async (server: string, inFlight: number): Promise<UnpacedResult> => {
	const name = "web.shop.svc.cluster.local.";
	const flags = [
		client,
		"--server",
		server,
		"--name",
		name,
		"--in-flight",
		String(inFlight),
		"--duration-ms",
		"300",
	];
	return JSON.parse((await promisify(execFile)(process.execPath, flags)).stdout) as UnpacedResult;
};

describe("the unpaced client", () => {
	it("keeps as many queries in flight as it is told", async () => {
		const responder = await ScriptedResponder.open();
		let open = 0;
		let most = 0;
		responder.script = () => {
			open += 1;
			most = Math.max(most, open);
			setTimeout(() => {
				open -= 1;
			}, 20);
			return { delayMs: 20 };
		};
		const { answered } = await measure(responder.address, 5);
		responder.close();
		// A timer may count an answer as gone a moment after the next question came.
		expect(most).toBeGreaterThanOrEqual(5);
		expect(most).toBeLessThanOrEqual(10);
		expect(answered).toBeGreaterThan(5);
		expect(answered).toBeLessThanOrEqual(5 * 16);
	});

	it("loses nothing against CoreDNS and reports what it took", async () => {
		const { answered, lost, perSecond, p50Ms, meanMs } = await measure(dns.address, 10);
		expect(answered).toBeGreaterThan(100);
		expect(lost).toBe(0);
		expect(perSecond).toBeGreaterThan(answered);
		expect(p50Ms).toBeGreaterThan(0);
		// Ten in flight all the time: their mean time times the rate is ten (Little's law).
		expect((meanMs / 1000) * perSecond).toBeGreaterThan(8);
		expect((meanMs / 1000) * perSecond).toBeLessThan(12);
	});
});
