import { afterAll, beforeAll, expect, test } from "vitest";
import { type CorefileOracle, openCorefileOracle, provideCorefileOracle } from "../../src/oracle/index.ts";

let oracle: CorefileOracle;
beforeAll(async () => {
	oracle = openCorefileOracle(await provideCorefileOracle(() => {}));
});
afterAll(() => oracle[Symbol.asyncDispose]());

test.each([
	[".:53 {\n    cache 30\n    forward . 192.0.2.1\n}\n", undefined],
	[".:53 {\n    cache {\n        prefetch x\n    }\n}\n", /prefetch|parsing/],
	[".:53 {\n    log\n}\n.:53 {\n    errors\n}\n", /already defined/],
	[".:53 {\n    forward . not-an-address\n}\n", /not an IP|resolv/],
	["a..b {\n    log\n}\n", /valid domain name/],
	[".:53 {\n    cache\n    cache\n}\n", /only be used once/],
])("%j gets the verdict of CoreDNS' set-up", async (body, error) => {
	const verdict = await oracle.validate({ body });
	if (error === undefined) expect(verdict).toEqual({ ok: true });
	else expect(verdict).toMatchObject({ ok: false, error: expect.stringMatching(error) });
});

test("one verdict leaves no trace in the next", async () => {
	const body = ".:53 {\n    health\n    ready\n    prometheus\n    reload\n    errors\n}\n";
	const verdicts = await Promise.all(Array.from({ length: 50 }, () => oracle.validate({ body })));
	expect(verdicts.every(({ ok }) => ok)).toBe(true);
});

test("the environment of a question is gone after it", async () => {
	const body = "{$NAME} {\n}\n";
	expect(await oracle.parse({ body, environment: { NAME: "a" } })).toMatchObject({
		blocks: [{ keys: ["a"] }],
	});
	expect(await oracle.parse({ body })).toEqual({ ok: true });
});

test("an oracle that ends fails the questions that wait for it", async () => {
	await using silent = openCorefileOracle("/bin/false");
	await expect(silent.parse({ body: "" })).rejects.toThrow("ended with 1");
});
