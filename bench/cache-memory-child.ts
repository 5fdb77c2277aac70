// Inside a network of its own: a cluster DNS that knows every name, the cache in front of it, and questions.
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeQuery } from "../packages/probe-image/src/message.ts";

const [, , coreDns = ""] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "localdns-memory-"));
const cacheAddress = "169.254.20.10";

/** Names with `gone` are denied, all others have an address; an hour's TTL, so that the caches stay full. */
const clusterDns = `. {
	bind 10.43.0.10
	template IN A {
		match gone
		rcode NXDOMAIN
		authority "cluster.local. 3600 IN SOA ns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 3600"
	}
	template IN A {
		answer "{{ .Name }} 3600 IN A 10.43.7.7"
	}
}
`;

function start(name: string, corefile: string) {
	const path = join(folder, name);
	writeFileSync(path, corefile);
	return spawn(coreDns, ["-conf", path], { stdio: "ignore" });
}

const residentMiB = (pid: number | undefined): number =>
	Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

const socket = createSocket({ type: "udp4", recvBufferSize: 4 << 20 });
let answered = 0;
socket.on("message", () => {
	answered += 1;
});

/** Asks every name once, at most `inFlight` at a time; an answer that is lost does not hold the rest up. */
async function ask(names: Iterable<string>, inFlight: number): Promise<void> {
	let sent = answered;
	for (const name of names) {
		socket.send(encodeQuery(sent & 0xffff, name, "A", true), 53, cacheAddress);
		sent += 1;
		for (let wait = 0; sent - answered > inFlight && wait < 50; wait += 1) await sleep(1);
		if (sent - answered > inFlight) answered = sent;
	}
	await sleep(300);
}

function* names(zone: string, kind: string, count: number): Iterable<string> {
	for (let index = 0; index < count; index += 1) yield `${kind}-${index}.some-namespace.${zone}.`;
}

/** CoreDNS evicts at random within 256 shards: four times the capacity fills every one of them. */
const enough = 40_000;
const zonesOf = (corefile: string): string[] =>
	[...corefile.matchAll(/^(\S+):53 \{$/gm)].map(([, zone = ""]) => (zone === "." ? "svc.example.org" : zone));

const corefile = readFileSync(0, "utf8");
const cluster = start("cluster", clusterDns);
const cache = start("cache", corefile);
try {
	await sleep(1500);
	const rest = residentMiB(cache.pid);
	const zones = zonesOf(corefile);
	for (const zone of zones) await ask(names(zone, "service", enough), 300);
	const positive = residentMiB(cache.pid);
	for (const zone of zones) await ask(names(zone, "gone", enough), 300);
	const full = residentMiB(cache.pid);
	// The cluster DNS takes connections and answers nothing, as behind a link that is cut.
	process.kill(cluster.pid as number, "SIGSTOP");
	let worst = full;
	for (let second = 0; second < 20; second += 1) {
		await ask([...names(zones[0] as string, `late${second}`, 300)], 100_000);
		await sleep(400);
		worst = Math.max(worst, residentMiB(cache.pid));
	}
	const entries = zones.length * 2 * 9984;
	process.stdout.write(
		`${zones.length} blocks; ${rest.toFixed(0)} MiB at rest, ${positive.toFixed(0)} with full success caches, ${full.toFixed(0)} with full denial caches as well (${(((full - rest) * 1024) / entries).toFixed(2)} KiB an entry), ${worst.toFixed(0)} at most in an outage under 300 questions/s for 20 s\n`,
	);
} finally {
	for (const { pid } of [cluster, cache]) if (pid !== undefined) process.kill(pid, "SIGKILL");
	socket.close();
	rmSync(folder, { recursive: true, force: true });
}
