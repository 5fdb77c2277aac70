import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseResolvConf } from "@localdns/core/dns";
import { parseVerificationResult, type VerificationPlan } from "@localdns/core/verification";
import type { Answer } from "dns-packet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildLookupBundle } from "../../scripts/build-bundle.ts";
import { verify } from "../../src/lookup/verify.ts";
import { ScriptedResponder } from "../servers/scripted-responder.ts";

const conf = parseResolvConf("nameserver 127.0.0.1\n");
const pace = { budgetMs: 9000, gapMs: 1, settleMs: 300 };
const a = (name: string, ...addresses: string[]): { answers: Answer[] } => ({
	answers: addresses.map((data) => ({ type: "A", name, ttl: 5, data })),
});
const name = "web.shop.svc.cluster.local";

let subject: ScriptedResponder;
let reference: ScriptedResponder;
beforeEach(async () => {
	subject = await ScriptedResponder.open();
	reference = await ScriptedResponder.open();
	reference.script = () => a(name, "10.43.7.7");
});
afterEach(() => {
	subject.close();
	reference.close();
});

const plan = (more: Partial<VerificationPlan> = {}): VerificationPlan => ({
	kind: "VerificationPlan",
	by: "address",
	nameservers: [subject.address],
	reference: [reference.address],
	questions: [{ name: `${name}.`, type: "A", transport: "udp", edns: false, owner: "cluster" }],
	...more,
});
const verdict = () => verify(plan(), conf, pace);

describe("asking through faults", () => {
	it("takes the answer to the fourth try, and one that comes after the next try was sent", async () => {
		subject.script = ({ before }) => (before < 3 ? undefined : a(name, "10.43.7.7"));
		expect(await verdict()).toMatchObject({ same: 1, failed: 0 });
		subject.script = ({ before }) => (before === 4 ? { ...a(name, "10.43.7.7"), delayMs: 1500 } : undefined);
		expect(await verdict()).toMatchObject({ same: 1, failed: 0 });
	}, 20_000);

	it("asks a server again that says SERVFAIL, and believes it in the end", async () => {
		subject.script = ({ before }) => (before < 2 ? { rcode: 2 } : a(name, "10.43.7.7"));
		expect(await verdict()).toMatchObject({ same: 1, failed: 0 });
		subject.script = () => ({ rcode: 2 });
		const { failures } = await verdict();
		expect(failures).toEqual([`udp A ${name}. at ${subject.address}: expected 10.43.7.7, got SERVFAIL`]);
	}, 20_000);

	it("gives a stale answer time to run out before it counts", async () => {
		subject.script = ({ before }) => a(name, before === 0 ? "10.43.7.1" : "10.43.7.7");
		expect(await verdict()).toMatchObject({ same: 1, failed: 0 });
		expect(subject.heard).toHaveLength(2);
	});

	it("lets an answer that changes be either", async () => {
		reference.script = ({ before }) => a(name, before % 2 === 0 ? "10.43.7.1" : "10.43.7.2");
		subject.script = () => a(name, "10.43.7.2");
		expect(await verdict()).toMatchObject({ same: 1, failed: 0 });
		expect(subject.heard).toHaveLength(1);
	});

	it("finds a wrong answer that stays", async () => {
		subject.script = () => a(name, "10.43.7.1");
		expect((await verdict()).failures).toEqual([
			`udp A ${name}. at ${subject.address}: expected 10.43.7.7, got 10.43.7.1`,
		]);
	});

	it("ends within its budget whatever is silent", async () => {
		reference.script = () => undefined;
		const many = Array.from(
			{ length: 60 },
			() => plan().questions[0] as VerificationPlan["questions"][number],
		);
		const began = performance.now();
		const known = many.map((each) => ({ ...each, expected: { is: "data", data: ["10.43.7.7"] } as const }));
		const result = await verify(plan({ questions: [...many, ...known] }), conf, { ...pace, budgetMs: 2500 });
		expect(performance.now() - began).toBeLessThan(4000);
		expect(result).toMatchObject({ asked: 120, same: 0, notComparable: 60, failed: 60 });
	});
});

describe("the program", () => {
	const folder = mkdtempSync(join(tmpdir(), "localdns-lookup-"));
	const file = (path: string, text: string) => {
		writeFileSync(join(folder, path), text);
		return join(folder, path);
	};
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it("is one file below 100 kB that reads its plan and leaves its result where the kubelet looks for it", async () => {
		const program = join(folder, "lookup.mjs");
		expect(await buildLookupBundle(program)).toBeLessThan(100_000);
		expect(statSync(program).size).toBeLessThan(100_000);
		subject.script = () => a(name, "10.43.7.1");
		const argv = [
			program,
			...["--plan", file("plan.json", JSON.stringify(plan()))],
			...["--resolv-conf", file("resolv.conf", "nameserver 127.0.0.1\n")],
			...["--result", join(folder, "result")],
		];
		const child = spawn(process.execPath, argv, { stdio: ["ignore", "inherit", "inherit"] });
		const code = await new Promise((resolve) => child.once("exit", resolve));
		expect(code).toBe(0);
		expect(parseVerificationResult(readFileSync(join(folder, "result"), "utf8"))).toMatchObject({
			asked: 1,
			failed: 1,
			failures: [expect.stringContaining("got 10.43.7.1")],
		});
	}, 30_000);
});
