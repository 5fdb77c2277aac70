import packet from "dns-packet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attemptsOf, begin, type OneResolution, resolveOnce } from "../servers/resolve-once.ts";
import { addressOf, type HeardQuestion, reply, ScriptedResponder } from "../servers/scripted-responder.ts";

let responder: ScriptedResponder;
beforeEach(async () => {
	responder = await ScriptedResponder.open();
});
afterEach(() => responder.close());

const name = "web.shop.svc.cluster.local.";
const found = (question: HeardQuestion) => ({ answers: [addressOf(question)] });
const ask = (change: Partial<OneResolution> = {}) =>
	resolveOnce({ name, servers: [responder.address], ...change });
const both = ["10.43.7.7", "fd00::7"];

describe("a slow or lost answer", () => {
	it("is late when a repetition rescues it after the deadline", async () => {
		responder.script = (question) => (question.before === 0 ? undefined : found(question));
		const sample = await ask();
		expect(sample).toMatchObject({ outcome: "late", addresses: both, gaveUp: false });
		expect(sample.latencyMs).toBeGreaterThan(495);
		expect(sample.latencyMs).toBeLessThan(800);
		expect(attemptsOf(sample).slice(0, 2)).toEqual(["udp A timeout", "udp AAAA timeout"]);
		expect(sample.attempts.map((each) => each.tryNumber)).toEqual([1, 1, 2, 2]);
	});

	it("is late, not lost, when it comes after the stub has repeated", async () => {
		responder.script = (question) =>
			question.before === 0 ? { ...found(question), delayMs: 650 } : undefined;
		const sample = await ask();
		expect(sample).toMatchObject({ outcome: "late", addresses: both });
		expect(sample.attempts[0]?.rttMs).toBeGreaterThan(640);
	});

	it("is noted even where the stub has closed the socket (go)", async () => {
		responder.script = (question) => ({ ...found(question), delayMs: question.before === 0 ? 600 : 300 });
		const sample = await ask({ profile: "go" });
		expect(sample.outcome).toBe("late");
		expect(sample.latencyMs).toBeGreaterThan(790);
		expect(sample.attempts.filter((each) => each.tryNumber === 1).map((each) => each.outcome)).toEqual([
			"answer",
			"answer",
		]);
	});

	it("is awaited by raw for twice the timeout", async () => {
		responder.script = (question) => ({ ...found(question), delayMs: 700 });
		expect(await ask({ profile: "raw" })).toMatchObject({ outcome: "late", addresses: both, gaveUp: false });
	});

	it.each(["glibc", "musl", "go", "raw"] as const)(
		"is a timeout without an address after %s's last repetition",
		async (profile) => {
			const began = performance.now();
			const sample = await ask({ profile });
			const expected = profile === "musl" ? 500 : 1000;
			expect(sample).toMatchObject({ outcome: "timeout", latencyMs: null, gaveUp: true, addresses: [] });
			expect(performance.now() - began).toBeGreaterThan(expected - 5);
			expect(performance.now() - began).toBeLessThan(expected + 300);
			expect(responder.heard).toHaveLength(profile === "raw" ? 2 : 4);
			expect(new Set(attemptsOf(sample))).toEqual(new Set(["udp A timeout", "udp AAAA timeout"]));
		},
	);

	it("makes a false NXDOMAIN of the search list a timeout", async () => {
		responder.script = (question) => (question.name.startsWith("web.shop.shop") ? undefined : { rcode: 3 });
		expect(await ask({ name: "web.shop" })).toMatchObject({
			outcome: "timeout",
			nxdomain: true,
			gaveUp: true,
		});
	});
});

describe("musl", () => {
	it("asks all servers at once and takes the first answer", async () => {
		const second = await ScriptedResponder.open();
		second.script = (question) => found(question);
		const sample = await ask({ profile: "musl", servers: [responder.address, second.address] });
		second.close();
		expect(sample).toMatchObject({ outcome: "ok", addresses: both });
		expect(attemptsOf(sample).sort()).toEqual([
			"udp A abandoned",
			"udp A answer",
			"udp AAAA abandoned",
			"udp AAAA answer",
		]);
	});

	it("repeats at half the time only what is open", async () => {
		responder.script = (question) =>
			question.type === "A" || question.before > 0 ? found(question) : undefined;
		const sample = await ask({ profile: "musl" });
		expect(attemptsOf(sample)).toEqual(["udp A answer", "udp AAAA timeout", "udp AAAA answer"]);
		expect(sample.attempts[2]?.startMs).toBeGreaterThan(245);
		expect(sample.attempts[2]?.startMs).toBeLessThan(350);
	});

	it("asks again at once after SERVFAIL, a few times in a round", async () => {
		responder.script = () => ({ rcode: 2 });
		const sample = await ask({ profile: "musl" });
		expect(sample).toMatchObject({ outcome: "servfail", gaveUp: true });
		// Per round two questions and four repetitions.
		expect(responder.heard).toHaveLength(12);
	});
});

describe("an answer that is none", () => {
	it("is refused where the port is closed", async () => {
		const closed = responder.address;
		responder.close();
		const sample = await resolveOnce({ name, servers: [closed] });
		responder = await ScriptedResponder.open();
		expect(sample).toMatchObject({ outcome: "icmp_refused", gaveUp: true });
		expect(sample.attempts[0]?.outcome).toBe("icmp_refused");
	});

	it.each([
		[2, "servfail"],
		[5, "refused"],
		[9, "other_rcode"],
	] as const)("with the code %i is %s", async (rcode, outcome) => {
		responder.script = () => ({ rcode });
		expect(await ask()).toMatchObject({ outcome, gaveUp: true, addresses: [] });
	});

	it("is malformed when it breaks off", async () => {
		responder.script = (question) => ({ bytes: () => [reply(question, found(question)).subarray(0, 40)] });
		expect(await ask()).toMatchObject({ outcome: "malformed", gaveUp: true });
		expect(attemptsOf(await ask({ profile: "raw" }))).toContain("udp A malformed");
	});

	it("is malformed when only its ID is right", async () => {
		responder.script = (question) => ({
			bytes: () => [Buffer.concat([question.message.subarray(0, 2), Buffer.alloc(30, 0xff)])],
		});
		expect(await ask({ profile: "raw" })).toMatchObject({ outcome: "malformed" });
	});

	it("is truncated without TCP", async () => {
		responder.script = () => ({ truncated: true });
		expect(await ask()).toMatchObject({ outcome: "truncated_tcp_fail", gaveUp: true });
	});
});

describe("a stray datagram", () => {
	const withStrays = async (bytes: (question: HeardQuestion) => Buffer[]) => {
		responder.script = () => ({ bytes });
		const one = begin({ name, servers: [responder.address] });
		return { sample: await one.sample, strays: one.strays() };
	};
	const good = (question: HeardQuestion) => reply(question, found(question));

	it("with a wrong ID is counted and ignored", async () => {
		const { sample, strays } = await withStrays((question) => {
			const wrong = Buffer.from(good(question));
			wrong.writeUInt16BE(question.id ^ 0x5555, 0);
			return [wrong, good(question)];
		});
		expect(sample).toMatchObject({ outcome: "ok", addresses: both });
		expect(strays).toBe(2);
	});

	it("with another question is counted and ignored", async () => {
		const { sample, strays } = await withStrays((question) => [
			reply({ ...question, name: "other.example" }, { rcode: 3 }),
			reply({ ...question, type: "TXT" }, { rcode: 3 }),
			good(question),
		]);
		expect(sample).toMatchObject({ outcome: "ok", addresses: both });
		expect(strays).toBe(4);
	});

	it("that is a query is counted and ignored", async () => {
		const { sample, strays } = await withStrays((question) => [question.message, good(question)]);
		expect(sample.outcome).toBe("ok");
		expect(strays).toBe(2);
	});

	it("that repeats an answer changes nothing", async () => {
		responder.script = (question) => ({
			bytes: (each) => [good(each), good(each)],
			...(question.type === "AAAA" ? { delayMs: 30 } : {}),
		});
		const one = begin({ name, servers: [responder.address] });
		expect(await one.sample).toMatchObject({ outcome: "ok", addresses: both });
		expect(one.strays()).toBeGreaterThanOrEqual(1);
	});
});

describe("a good answer", () => {
	it("may write the name in other letters", async () => {
		responder.script = (question) => ({
			bytes: () => [
				reply(
					{ ...question, name: question.name.toUpperCase() },
					found({ ...question, name: question.name.toUpperCase() }),
				),
			],
		});
		expect(await ask()).toMatchObject({ outcome: "ok", addresses: both });
	});

	it("carries its extended error", async () => {
		responder.script = (question) => ({
			bytes: () => [
				packet.encode({
					type: "response",
					id: question.id,
					flags: packet.RECURSION_AVAILABLE | 2,
					questions: [{ type: question.type as "A", name: question.name, class: "IN" }],
					// Stale Answer (3) with its text.
					additionals: [
						{
							type: "OPT",
							name: ".",
							udpPayloadSize: 1232,
							extendedRcode: 0,
							ednsVersion: 0,
							flags: 0,
							flag_do: false,
							options: [{ code: 15, data: Buffer.from([0, 3, 0x6f, 0x6b]) }],
						} as never,
					],
				}),
			],
		});
		expect((await ask({ profile: "raw" })).attempts[0]).toMatchObject({ outcome: "servfail", ede: 3 });
	});
});

describe("what an observer sees of the questions", () => {
	it("is one socket for A and AAAA, a new one per resolution, and IDs that do not repeat", async () => {
		responder.script = (question) => found(question);
		for (let i = 0; i < 20; i++) await ask();
		const pairs = Array.from({ length: 20 }, (_, i) => responder.heard.slice(2 * i, 2 * i + 2));
		for (const [a, aaaa] of pairs) expect(a?.port).toBe(aaaa?.port);
		expect(new Set(pairs.map(([a]) => a?.port)).size).toBeGreaterThan(15);
		expect(new Set(responder.heard.map((each) => each.id)).size).toBeGreaterThan(35);
	});

	it("is EDNS from go alone", async () => {
		responder.script = (question) => found(question);
		for (const profile of ["glibc", "musl", "go", "raw"] as const) {
			await ask({ profile });
			expect(responder.heard.at(-1)?.edns, profile).toBe(profile === "go");
		}
	});
});

describe("an interrupted resolution", () => {
	const after = async (ms: number, change: Partial<OneResolution> = {}) => {
		const one = begin({ name, servers: [responder.address], ...change });
		await new Promise((resolve) => setTimeout(resolve, ms));
		one.interrupt();
		return await one.sample;
	};

	it("is aborted before its deadline", async () => {
		const sample = await after(100);
		expect(sample).toMatchObject({ outcome: "aborted", gaveUp: false, latencyMs: null });
		expect(attemptsOf(sample)).toEqual(["udp A abandoned", "udp AAAA abandoned"]);
	});

	it("has failed already after its deadline", async () => {
		expect(await after(450)).toMatchObject({ outcome: "timeout", gaveUp: false, latencyMs: null });
	});

	it.each(["musl", "go", "raw"] as const)("ends at once in %s too", async (profile) => {
		expect(await after(50, { profile })).toMatchObject({ outcome: "aborted" });
	});
});
