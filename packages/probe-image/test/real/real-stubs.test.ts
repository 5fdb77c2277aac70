import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stubScenarios } from "./stub-scenarios.ts";
import type { Watched } from "./watch-stubs.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-stubs-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Line {
	title: string;
	library: Watched;
	probe: Watched;
}

/** All scenarios in a network and mount namespace of their own, where port 53 and resolv.conf are free. */
async function watch(profile: string, command: string[]): Promise<Map<string, Line>> {
	const resolvConf = join(folder, `${profile}-resolv.conf`);
	writeFileSync(resolvConf, "");
	const prepare = `ip link set lo up && mount --bind "$0" /etc/resolv.conf && exec "$@"`;
	const kinds = process.getuid?.() === 0 ? ["-n", "-m"] : ["-r", "-n", "-m"];
	const program = [process.execPath, join(here, "watch-stubs.ts"), resolvConf, profile, ...command];
	const child = spawn("unshare", [...kinds, "sh", "-c", prepare, resolvConf, ...program], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const lines = (await text(child.stdout)).trim().split("\n");
	return new Map(lines.map((line) => JSON.parse(line) as Line).map((line) => [line.title, line]));
}

const titles = stubScenarios.map((each) => each.title);

/** Both take the same time, up to the start of the library's process and a late timer. */
function expectSameEnd({ library, probe }: Line): void {
	expect(probe.addresses).toEqual(library.addresses);
	expect(Math.abs(probe.tookMs - library.tookMs)).toBeLessThan(400);
}

let glibc = new Map<string, Line>();
let go = new Map<string, Line>();
beforeAll(async () => {
	const binary = join(folder, "go-lookup");
	execFileSync("go", ["build", "-o", binary, "."], {
		cwd: join(here, "go-lookup"),
		env: { ...process.env, CGO_ENABLED: "0" },
	});
	[glibc, go] = await Promise.all([
		watch("glibc", [process.execPath, join(here, "node-lookup.mjs")]),
		watch("go", [binary]),
	]);
});

describe("the glibc stub, beside getaddrinfo of this machine's glibc", () => {
	it.each(titles)("%s: the same packets, sockets, instants and addresses", (title) => {
		const line = glibc.get(title) as Line;
		expect(line.probe.packets).toEqual(line.library.packets);
		if (title !== "meets a closed port") expect(line.library.packets).not.toEqual([]);
		expectSameEnd(line);
	});
});

describe("the go stub, beside Go's resolver", () => {
	/** Go starts A and AAAA side by side and leaves their order to chance; each packet has its own socket. */
	const withoutOrder = (packets: string[]): string[] => {
		const names = packets.map((each) => each.split(" ")[7]);
		const rank = (packet: string) => names.indexOf(packet.split(" ")[7]);
		const instant = (packet: string) => Number.parseFloat(packet);
		const plain = (packet: string) => packet.replace(/socket \d+ /, "");
		return [...packets]
			.sort((a, b) => instant(a) - instant(b) || rank(a) - rank(b) || (plain(a) < plain(b) ? -1 : 1))
			.map(plain);
	};

	it.each(titles)("%s: the same packets, instants and addresses", (title) => {
		const line = go.get(title) as Line;
		expect(withoutOrder(line.probe.packets)).toEqual(withoutOrder(line.library.packets));
		expect(new Set(line.probe.packets.map((each) => /socket \d+/.exec(each)?.[0])).size).toBe(
			line.probe.packets.length,
		);
		expectSameEnd(line);
	});
});
