import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
	type NodeFacts,
	type PathTarget,
	parseLinkLog,
	type TailscaleFacts,
	watchedLink,
} from "@localdns/core/cluster";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildNodeFacts } from "../../../../scripts/node-facts.ts";
import { requireLabHost } from "../../../lab/test/real/lab-driver.ts";
import type { Finished } from "../../../lab/test/real/run-to-end.ts";
import type { Order } from "../../../lab/test/real/tailnet-entry.ts";

const entry = fileURLToPath(new URL("../../../lab/test/real/tailnet-entry.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-tailnet-"));
const program = join(folder, "node-facts.mjs");
let order: <T>(each: Order) => Promise<T>;
let end: () => Promise<void> = async () => {};
let nodes: { name: string; address: string; socket: string }[];

beforeAll(async () => {
	await requireLabHost();
	// Read by nobody, as in a pod.
	chmodSync(folder, 0o755);
	await buildNodeFacts(program);
	const child = spawn(process.execPath, [entry], { stdio: ["pipe", "pipe", "inherit"] });
	const waiting = new Map<number, (answer: unknown) => void>();
	const answerTo = (id: number) => new Promise<unknown>((resolve) => waiting.set(id, resolve));
	createInterface({ input: child.stdout }).on("line", (line) => {
		const { id, answer } = JSON.parse(line) as { id: number; answer: unknown };
		waiting.get(id)?.(answer);
	});
	const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
	const dead = closed.then((): never => {
		throw new Error("the tailnet ended");
	});
	dead.catch(() => {});
	end = async () => {
		child.stdin.end();
		await closed;
	};
	let orders = 0;
	order = async (each) => {
		orders += 1;
		const answered = answerTo(orders);
		child.stdin.write(`${JSON.stringify({ id: orders, ...each })}\n`);
		return (await Promise.race([answered, dead])) as never;
	};
	nodes = (await Promise.race([answerTo(0), dead])) as typeof nodes;
}, 600_000);
afterAll(async () => {
	await end();
	rmSync(folder, { recursive: true });
});

/** A mount namespace in which the node's /run and interfaces are seen as in a pod, and nobody may go there. */
const asInAPod =
	'mount -t tmpfs -o mode=755 none /mnt && mkdir /mnt/run && mount -t sysfs none /sys && mount --rbind "$0" /mnt/run && exec "$@"';

/** Runs a command on the far node as the user that pods of `doctor --link-info` have. */
const asNobody = (...argv: string[]): Promise<Finished> => {
	const run = (nodes[1]?.socket ?? "").replace(/\/tailscale\/tailscaled.sock$/, "");
	const user = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"];
	return order({
		do: "run",
		node: 1,
		argv: ["unshare", "--mount", "sh", "-c", asInAPod, run, ...user, ...argv],
	});
};

/** What the program prints on the far node. */
async function programOnFar(targets: readonly PathTarget[], ...flags: string[]): Promise<string> {
	const { code, stdout, stderr } = await asNobody(
		process.execPath,
		program,
		...["--targets", JSON.stringify(targets)],
		...["--socket", "/mnt/run/tailscale/tailscaled.sock"],
		...["--interfaces", "/sys/devices/virtual/net"],
		...flags,
	);
	expect(code, stderr).toBe(0);
	return stdout;
}

const near = (): PathTarget => ({ node: "near", address: nodes[0]?.address ?? "" });
const factsOfFar = async (): Promise<NodeFacts> =>
	JSON.parse(await programOnFar([near()], "--result", "/dev/null"));

/** Asks tailscaled to take the tailnet's DNS settings, and prints what it says to that. */
const takeOverDns = `
	const options = { socketPath: "/mnt/run/tailscale/tailscaled.sock", path: "/localapi/v0/prefs", method: "PATCH" };
	const headers = { Host: "local-tailscaled.sock" };
	require("node:http")
		.request({ ...options, headers, timeout: 5000 }, (response) => response.pipe(process.stdout))
		.end('{"CorpDNSSet":true,"CorpDNS":true}');
`;

const tailscaleOf = ({ tailscale }: NodeFacts): TailscaleFacts => {
	if (tailscale.is !== "known") throw new Error(JSON.stringify(tailscale));
	return tailscale;
};

describe("what a pod finds out from a real tailscaled", () => {
	it("is its state, its address, its interface and the direct way to another node", async () => {
		const facts = await factsOfFar();
		expect(facts.resolvers).toEqual(["192.0.2.53"]);
		const tailscale = tailscaleOf(facts);
		expect(tailscale).toMatchObject({
			version: "1.102.5",
			backendState: "Running",
			hasInterface: true,
			mtu: 1280,
			acceptsDns: false,
			hasFirewall: true,
			paths: [{ to: "near", route: { by: "direct" }, sent: 10, lost: 0 }],
		});
		expect(tailscale.addresses[0]).toBe(nodes[1]?.address);
		expect(tailscale.paths[0]?.medianMs).toBeGreaterThan(0);
	});

	it("names the DERP server once UDP between the nodes is cut", async () => {
		await order({ do: "allow-udp", allowed: false });
		// Its trust in the direct way ends after 6.5 s without an answer (tailscale: wgengine/magicsock).
		let last = tailscaleOf(await factsOfFar());
		for (let tries = 0; tries < 3 && last.paths[0]?.route.by !== "derp"; tries += 1)
			last = tailscaleOf(await factsOfFar());
		expect(await order<number>({ do: "dropped" })).toBeGreaterThan(0);
		expect(last.paths[0]?.route).toEqual({ by: "derp", region: "lab" });
		await order({ do: "allow-udp", allowed: true });
	});

	it("changes nothing, because nobody may not", async () => {
		const { stdout } = await asNobody(process.execPath, "--eval", takeOverDns);
		expect(stdout).toMatch(/denied/);
		expect(tailscaleOf(await factsOfFar()).acceptsDns).toBe(false);
	});
});

describe("a watch of the ways from a node, by nobody", () => {
	it("sees when UDP is cut and when it passes again, and counts the pings that are lost between", async () => {
		// Its warm-up: a way that has been idle begins at a relay.
		const beginMs = Date.now() + 7500;
		const stranger: PathTarget = { node: "stranger", address: "100.64.9.9" };
		const watch = programOnFar([near(), stranger], "--watch-ms", "54000");
		await sleep(17_500);
		const cutMs = Date.now() - beginMs;
		await order({ do: "allow-udp", allowed: false });
		await sleep(22_000);
		const backMs = Date.now() - beginMs;
		await order({ do: "allow-udp", allowed: true });
		const log = parseLinkLog(await watch);
		expect(log).toMatchObject({ missing: 0 });
		expect(log.lines.at(-1)?.last).toBe(true);
		const part = { node: "far", targets: ["near", "stranger"], beginMs, durationMs: 46_500 };
		const { link, marks } = watchedLink(log, part);
		expect(link).toMatchObject({ tailscale: "1.102.5", mtu: 1280 });

		const [path, unknown] = link.paths;
		expect(path).toMatchObject({ to: "near", by: "direct" });
		expect(path?.changes.map(({ from, to }) => [from, to])).toEqual([
			["direct", "derp lab"],
			["derp lab", "direct"],
		]);
		const [toDerp = 0, toDirect = 0] = path?.changes.map(({ atMs }) => atMs) ?? [];
		process.stderr.write(
			`cut at ${cutMs} ms, DERP seen at ${toDerp}; back at ${backMs}, direct seen at ${toDirect}\n`,
		);
		// tailscale trusts a direct way for 6.5 s after its last answer, and a round comes every 5 s.
		expect(toDerp - cutMs).toBeGreaterThan(0);
		expect(toDerp - cutMs).toBeLessThan(6500 + 5000 + 1000);
		expect(toDirect).toBeGreaterThan(backMs);
		expect(path?.pings.sent).toBeGreaterThanOrEqual(8);
		expect(path?.pings.lost).toBeGreaterThanOrEqual(1);
		expect(path?.pings.lost).toBeLessThanOrEqual(3);
		expect(path?.rttMs?.p50).toBeGreaterThan(0);
		expect(marks.map(({ text }) => text)).toContain("the way to near changed from direct to derp lab");

		expect(unknown).toMatchObject({ by: "nothing", rttMs: null });
		expect(unknown?.pings.lost).toBe(unknown?.pings.sent);
		expect(link.reason).toMatch(/^tailscaled does not ping stranger: ./);
	}, 120_000);
});
