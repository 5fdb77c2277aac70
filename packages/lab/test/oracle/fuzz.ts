import { createRandom, type Random } from "@localdns/core/measure";
import type { CorefileOracle } from "../../src/oracle/index.ts";
import { Agreement, type Case } from "./agreement.ts";
import { generateCorefile } from "./corefile-generator.ts";
import { mutate } from "./mutation.ts";
import { smallest } from "./smallest.ts";
import { corpus, surroundings } from "./surroundings.ts";

/** What became of the Corefiles that both sides read. */
export interface Tally {
	generated: number;
	mutated: number;
	accepted: number;
	/** Of CoreDNS, and so of both: how often each kind of mistake was met. */
	readonly refused: Map<string, number>;
}

/** So many wait for the oracle at a time: it and this side work at once. */
const batch = 400;

/** Larger ones only cost time: what they hold is in smaller ones too. */
const mostBytes = 3_000;

/**
 * Feeds generated and mutated Corefiles to both sides, in turns, until `more` says no.
 *
 * @returns the counts and the smallest form of the first disagreement
 */
export async function fuzz(
	oracle: CorefileOracle,
	seed: string,
	more: (done: number) => boolean,
): Promise<{ tally: Tally; disagreement: string | undefined }> {
	const agreement = new Agreement(oracle, await surroundings(oracle));
	const random = createRandom(seed);
	const seeds = seedCorefiles();
	const tally: Tally = { generated: 0, mutated: 0, accepted: 0, refused: new Map() };
	for (let done = 0; more(done); done += batch) {
		const cases = Array.from({ length: batch }, (_, index) =>
			nextCase(index % 2 === 0, seeds, random, tally),
		);
		const verdicts = await Promise.all(cases.map((each) => agreement.judge(each)));
		for (const [index, { accepted, code, disagreement }] of verdicts.entries()) {
			if (disagreement !== undefined) {
				return { tally, disagreement: await report(agreement, cases[index] as Case, seed) };
			}
			if (accepted) tally.accepted += 1;
			else tally.refused.set(code, (tally.refused.get(code) ?? 0) + 1);
		}
	}
	return { tally, disagreement: undefined };
}

function nextCase(generated: boolean, seeds: readonly Uint8Array[], random: Random, tally: Tally): Case {
	const anyDirective = random.next() < 0.3;
	if (generated) {
		tally.generated += 1;
		return { body: Buffer.from(generateCorefile(random)), anyDirective };
	}
	tally.mutated += 1;
	const one = (): Uint8Array =>
		random.next() < 0.4
			? Buffer.from(generateCorefile(random))
			: (seeds[random.int(seeds.length)] as Uint8Array);
	return { body: mutate(one(), one(), random), anyDirective };
}

/** The corpus, less what only costs time, and without a path that a mutation could make an import of a real file. */
function seedCorefiles(): readonly Uint8Array[] {
	const all = [...Object.values(corpus("accepted")), ...Object.values(corpus("rejected"))];
	return all
		.map((body) => Buffer.from(body).toString("latin1"))
		.filter((text) => text.length <= mostBytes && !text.includes("circle"))
		.map((text) => Buffer.from(text.replaceAll("/etc/", "/gone/"), "latin1"));
}

async function report(agreement: Agreement, found: Case, seed: string): Promise<string> {
	const judge = async (body: Uint8Array) => (await agreement.judge({ ...found, body })).disagreement;
	const body = await smallest(found.body, async (candidate) => (await judge(candidate)) !== undefined);
	const names = found.anyDirective ? "any directive" : "known directives";
	return `seed ${seed}, ${names}, ${JSON.stringify(Buffer.from(body).toString("latin1"))}: ${await judge(body)}`;
}
