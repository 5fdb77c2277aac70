import { LocaldnsError } from "@localdns/core";
import { describe, expect, it } from "vitest";
import { parseNodeResult, printNodeResult } from "../../src/node-program/node-result.ts";

describe("the result of the program on a node", () => {
	it("is what was printed", () => {
		const done = { is: "done", restarted: true, warnings: ["one"] } as const;
		expect(parseNodeResult(printNodeResult(done))).toEqual(done);
		const error = new LocaldnsError("LDNS501", "said", { reason: "why", hint: "what to do" });
		const refused = parseNodeResult(printNodeResult({ is: "refused", error }));
		expect(refused).toMatchObject({
			is: "refused",
			error: { code: "LDNS501", message: "said", reason: "why", hint: "what to do" },
		});
	});

	it("fits into a termination message however long its texts are, and whatever their letters", () => {
		const long = "ü\u0001".repeat(20_000);
		const error = new LocaldnsError("LDNS720", long, { reason: long, hint: long });
		for (const outcome of [
			{ is: "undone", error } as const,
			{ is: "done", restarted: false, warnings: Array.from({ length: 1000 }, () => long) } as const,
		]) {
			const text = printNodeResult(outcome);
			expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
			expect(parseNodeResult(text)?.is).toBe(outcome.is);
		}
	});

	it.each(["", "null", "1", "Error: no memory", '{"is":"done"}', '{"kind":"NodeResult","is":"undone"}'])(
		"is not read from %j",
		(text) => expect(parseNodeResult(text)).toBeUndefined(),
	);
});
