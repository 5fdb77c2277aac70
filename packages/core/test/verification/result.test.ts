import { describe, expect, it } from "vitest";
import { parseVerificationResult, printVerificationResult } from "../../src/verification/index.ts";

const counts = { kind: "VerificationResult", asked: 80, same: 0, notComparable: 0, failed: 80 } as const;

describe("the result of a verification's pod", () => {
	it("stays below what the kubelet keeps, with as many failures as fit", () => {
		const failures = Array.from({ length: 80 }, (_, n) => `udp A ${"é".repeat(50)}-${n}`);
		const text = printVerificationResult({ ...counts, failures });
		expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
		const read = parseVerificationResult(text);
		expect(read?.failures.length).toBeGreaterThan(5);
		expect(read?.failures).toEqual(failures.slice(0, read?.failures.length));
	});

	it("shortens a failure that is longer than a question and its answer can be", () => {
		const read = parseVerificationResult(
			printVerificationResult({ ...counts, failures: ["x".repeat(9000)] }),
		);
		expect(read?.failures[0]).toHaveLength(401);
	});

	it.each(["", "null", "[]", '{"kind":"VerificationResult","asked":1}', "SyntaxError: no", '"text"'])(
		"is not read from %j",
		(text) => {
			expect(parseVerificationResult(text)).toBeUndefined();
		},
	);
});
