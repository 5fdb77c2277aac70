import { basename } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CorefileOracle, openCorefileOracle, provideCorefileOracle } from "../../src/oracle/index.ts";
import { Agreement } from "./agreement.ts";
import { fuzz } from "./fuzz.ts";
import { corpus, surroundings } from "./surroundings.ts";

/** Generated and mutated Corefiles of a run; about half a minute on two cores. */
const count = 500_000;

let oracle: CorefileOracle;
let agreement: Agreement;
beforeAll(async () => {
	oracle = openCorefileOracle(await provideCorefileOracle(() => {}));
	agreement = new Agreement(oracle, await surroundings(oracle));
});
afterAll(() => oracle[Symbol.asyncDispose]());

const named = (verdict: "accepted" | "rejected"): [string, Uint8Array][] =>
	Object.entries(corpus(verdict)).map(([path, body]) => [basename(path, ".corefile"), body]);

describe.each(["accepted", "rejected"] as const)("of the hand-made Corefiles that are %s", (verdict) => {
	test.each(named(verdict))("%s is read alike", async (_, body) => {
		const judged = await agreement.judge({ body, anyDirective: false });
		expect(judged.disagreement).toBeUndefined();
		expect(judged.accepted).toBe(verdict === "accepted");
	});
});

test("the corpus has at least 150 Corefiles", () => {
	expect(named("accepted").length + named("rejected").length).toBeGreaterThanOrEqual(150);
});

test("every kind of refusal is in the corpus", () => {
	const codes = named("rejected").map(([, body]) => {
		const parsed = agreement.parse({ body, anyDirective: false });
		return parsed.ok ? "" : parsed.error.code;
	});
	const every = Array.from({ length: 9 }, (_, index) => `LDNS${410 + index}`);
	expect([...new Set(codes)].sort()).toEqual(every);
});

test("a difference is found and made small", async () => {
	const blind = new Agreement(oracle, { ...(await surroundings(oracle)), directives: ["log"] });
	const judged = await blind.judge({ body: Buffer.from(". {\n errors\n}\n"), anyDirective: false });
	expect(judged.disagreement).toContain("CoreDNS accepts");
});

test(`${count} generated and mutated Corefiles are read alike`, async () => {
	const seed = process.env.LOCALDNS_SEED ?? "corefile-agreement";
	const { tally, disagreement } = await fuzz(oracle, seed, (done) => done < count);
	expect(disagreement).toBeUndefined();
	const { generated, mutated, accepted, refused } = tally;
	expect(generated + mutated).toBe(count);
	// A generator whose Corefiles all end alike would prove little.
	expect(accepted).toBeGreaterThan(count / 4);
	expect(accepted).toBeLessThan((3 * count) / 4);
	for (const [code, times] of refused) expect(times, code).toBeGreaterThan(20);
	expect(refused.size).toBe(9);
	const kinds = [...refused].sort().map(([code, times]) => `${code} ${times}`);
	process.stdout.write(
		`Corefiles read alike: ${generated} generated, ${mutated} mutated, seed ${seed}; ${accepted} accepted; refused: ${kinds.join(", ")}\n`,
	);
});
