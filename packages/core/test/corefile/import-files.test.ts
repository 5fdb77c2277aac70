import { describe, expect, it } from "vitest";
import { filesInMemory, importsFrom } from "../../src/corefile/import-files.ts";

const read = importsFrom(
	filesInMemory({
		"/etc/b.conf": "b",
		"/etc/a.conf": "a",
		"/etc/custom/x.server": "x",
		"/etc/😀.z": "",
		"/etc/\uffff.z": "",
	}),
	"/etc",
);
const found = (pattern: string, from = "Corefile"): string[] | string => {
	const answer = read(pattern, from);
	return answer.ok ? answer.files.map(({ file }) => file) : answer.reason;
};

describe("an import", () => {
	it.each([
		["a.conf", ["/etc/a.conf"]],
		["*.conf", ["/etc/a.conf", "/etc/b.conf"]],
		["?.conf", ["/etc/a.conf", "/etc/b.conf"]],
		["custom/../*.conf", ["/etc/a.conf", "/etc/b.conf"]],
		["*/x.server", ["/etc/custom/x.server"]],
		["/etc/custom/*", ["/etc/custom/x.server"]],
		["\\a.conf", ["/etc/a.conf"]],
		["*.override", []],
		["gone/*\\", []],
		["/etc/custom/../?.conf", ["/etc/a.conf", "/etc/b.conf"]],
	])("of %s finds %j", (pattern, files) => {
		expect(found(pattern)).toEqual(files);
	});

	it("is relative to the file that it stands in", () => {
		expect(found("*.server", "/etc/custom/x.server")).toEqual(["/etc/custom/x.server"]);
	});

	it("brings files in the order of their bytes, as Go sorts them", () => {
		expect(found("*.z")).toEqual(["/etc/\uffff.z", "/etc/😀.z"]);
	});

	it.each([
		["missing.conf", /no such file/],
		["custom", /directory/],
		["*/*.conf", /more than one wildcard/],
		["[ab].conf", /more than one wildcard/],
		["a.conf\\", /malformed/],
		["[a.conf", /malformed/],
		["*\\", /malformed/],
		["/etc/a.conf/", /no such file/],
		["/etc/gone/../a.conf", /no such file/],
	])("of %s is refused", (pattern, reason) => {
		expect(found(pattern)).toMatch(reason);
	});
});
