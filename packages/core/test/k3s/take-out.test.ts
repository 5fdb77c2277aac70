import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/corefile/text-edit.ts";
import { insertedPieces, parseAddresses, takeOut } from "../../src/k3s/index.ts";
import { inverseEdits } from "../../src/k3s/inverse-edits.ts";

const piece = '  - "cluster-dns=169.254.20.10"\n';

describe("taking out what was put in", () => {
	it("keeps what others changed around it", () => {
		expect(takeOut("f", `# new\nkubelet-arg:\n${piece}  - v=2\n`, [piece])).toBe(
			"# new\nkubelet-arg:\n  - v=2\n",
		);
	});

	it("has nothing to do once it is out", () => {
		expect(takeOut("f", "kubelet-arg: [v=2]\n", [piece])).toBe("kubelet-arg: [v=2]\n");
	});

	it("gives up where it was changed, stands twice, or would leave a file that cannot be read", () => {
		expect(takeOut("f", 'kubelet-arg:\n- "cluster-dns=169.254.20.11"\n', [piece])).toBeUndefined();
		expect(takeOut("f", `kubelet-arg:\n${piece}${piece}`, [piece])).toBeUndefined();
		const whole = `kubelet-arg+:\n${piece}`;
		expect(takeOut("f", `${whole}  - v=2\n`, [whole])).toBeUndefined();
	});

	it("is only for edits that put in and take nothing away", () => {
		expect(insertedPieces([{ start: 1, end: 1, text: "a" }])).toEqual(["a"]);
		expect(insertedPieces([{ start: 1, end: 2, text: "a" }])).toBeUndefined();
	});
});

describe("inverse edits", () => {
	it("lead back, whatever the order of the edits", () => {
		const edits = [
			{ start: 4, end: 6, text: "x" },
			{ start: 0, end: 0, text: "new " },
			{ start: 2, end: 3, text: "" },
		];
		const edited = applyEdits("abcdefgh", edits);
		expect(edited).toBe("new abdxgh");
		expect(applyEdits(edited, inverseEdits("abcdefgh", edits))).toBe("abcdefgh");
	});
});

describe("addresses for pods", () => {
	it.each([
		"169.254.20.10",
		"169.254.20.10,10.43.0.10",
		"fd00:169:254:20::10",
		"::1",
		"1::",
		"1:2:3:4:5:6:7:8",
		"1.1.1.1,2.2.2.2,3.3.3.3",
	])("may be %s", (text) => {
		expect(parseAddresses(text)).toEqual(text.split(","));
	});

	it.each([
		"",
		"a",
		"1.2.3",
		"1.2.3.256",
		"01.2.3.4",
		"1.2.3.4,",
		"1.1.1.1,1.1.1.1",
		"1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4",
		":::",
		"1::2::3",
		"1:2:3:4:5:6:7",
		"12345::",
		"1.2.3.4\n",
		"fe80::1%eth0",
	])("may not be %j", (text) => {
		expect(parseAddresses(text)).toBeUndefined();
	});
});
