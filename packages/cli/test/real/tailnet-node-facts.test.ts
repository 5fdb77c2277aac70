import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { NodeFacts, TailscaleFacts } from "@localdns/core/cluster";
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
	const waiting: ((line: string) => void)[] = [];
	createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.(line));
	const reply = () => new Promise<string>((resolve) => waiting.push(resolve));
	const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
	const dead = closed.then((): never => {
		throw new Error("the tailnet ended");
	});
	dead.catch(() => {});
	end = async () => {
		child.stdin.end();
		await closed;
	};
	order = async (each) => {
		const answered = reply();
		child.stdin.write(`${JSON.stringify(each)}\n`);
		return JSON.parse(await Promise.race([answered, dead]));
	};
	nodes = JSON.parse(await Promise.race([reply(), dead]));
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

async function factsOfFar(): Promise<NodeFacts> {
	const targets = JSON.stringify([{ node: "near", address: nodes[0]?.address }]);
	const { code, stdout, stderr } = await asNobody(
		process.execPath,
		program,
		...["--targets", targets],
		...["--socket", "/mnt/run/tailscale/tailscaled.sock"],
		...["--interfaces", "/sys/devices/virtual/net"],
		...["--result", "/dev/null"],
	);
	expect(code, stderr).toBe(0);
	return JSON.parse(stdout) as NodeFacts;
}

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
