// The unpaced client beside dnsperf, against the same CoreDNS with the same number of queries in flight.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildUnpacedBundle } from "../scripts/build-bundle.ts";
import type { UnpacedResult } from "../src/unpaced.ts";
import { type RunningCoreDns, startCoreDns } from "../test/servers/coredns.ts";

export interface DnsperfRatio {
	inFlight: number;
	/** Queries answered per second, medians over the rounds. */
	dnsperf: { perSecond: number; meanMs: number };
	probe: { perSecond: number; p50Ms: number };
	/** Probe over dnsperf, median of the rounds; 0.9 or more is asked for. */
	rateRatio: number;
	/** The probe's p50 over dnsperf's mean; asked for with one in flight: 1.1 or less. */
	latencyRatio: number;
}

const names = ["web.shop.svc.cluster.local.", "api.shop.svc.cluster.local."];
const run = promisify(execFile);
const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/**
 * Runs both in turn, two seconds each, and takes the median of the rounds' ratios: what else runs on the machine
 * changes from second to second, and the two of a round share it.
 * @param rounds an odd number
 */
export async function measureDnsperfRatios(
	inFlight: readonly number[] = [1, 100],
	rounds = 5,
): Promise<DnsperfRatio[]> {
	const folder = mkdtempSync(join(tmpdir(), "localdns-ratio-"));
	const client = join(folder, "unpaced.mjs");
	await buildUnpacedBundle(client);
	const queries = join(folder, "queries");
	writeFileSync(queries, names.map((name) => `${name} A\n`).join(""));
	const dns = await startCoreDns();
	try {
		const ratios: DnsperfRatio[] = [];
		for (const each of inFlight) ratios.push(await compare(dns, client, queries, each, rounds));
		return ratios;
	} finally {
		await dns.close();
		rmSync(folder, { recursive: true });
	}
}

async function compare(
	dns: RunningCoreDns,
	client: string,
	queries: string,
	inFlight: number,
	rounds: number,
): Promise<DnsperfRatio> {
	const theirs: { perSecond: number; meanMs: number }[] = [];
	const ours: UnpacedResult[] = [];
	for (let round = 0; round < rounds; round++) {
		theirs.push(await runDnsperf(dns.port, queries, inFlight));
		ours.push(await runUnpaced(dns.address, client, inFlight));
	}
	const dnsperf = {
		perSecond: median(theirs.map((each) => each.perSecond)),
		meanMs: median(theirs.map((each) => each.meanMs)),
	};
	const probe = {
		perSecond: median(ours.map((each) => each.perSecond)),
		p50Ms: median(ours.map((each) => each.p50Ms)),
	};
	return {
		inFlight,
		dnsperf,
		probe,
		rateRatio: median(ours.map((each, round) => each.perSecond / (theirs[round]?.perSecond ?? Number.NaN))),
		latencyRatio: median(ours.map((each, round) => each.p50Ms / (theirs[round]?.meanMs ?? Number.NaN))),
	};
}

async function runDnsperf(
	port: number,
	queries: string,
	inFlight: number,
): Promise<{ perSecond: number; meanMs: number }> {
	const flags = [
		"-s",
		"127.0.0.1",
		"-p",
		String(port),
		"-d",
		queries,
		"-q",
		String(inFlight),
		"-l",
		"2",
		"-c",
		"1",
		"-T",
		"1",
	];
	const { stdout } = await run("dnsperf", flags);
	const figure = (label: RegExp): number => Number(label.exec(stdout)?.[1]);
	return {
		perSecond: figure(/Queries per second:\s+([\d.]+)/),
		meanMs: 1000 * figure(/Average Latency \(s\):\s+([\d.]+)/),
	};
}

async function runUnpaced(server: string, client: string, inFlight: number): Promise<UnpacedResult> {
	const asked = names.flatMap((name) => ["--name", name]);
	const flags = [
		client,
		"--server",
		server,
		...asked,
		"--in-flight",
		String(inFlight),
		"--duration-ms",
		"2000",
	];
	const { stdout } = await run(process.execPath, flags);
	return JSON.parse(stdout) as UnpacedResult;
}
