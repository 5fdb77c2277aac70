import { expect, it } from "vitest";
import { bufsize } from "../../../src/corefile/plugins/bufsize.ts";

it("takes 512 to 4096 bytes", () => {
	expect(bufsize(1232).args).toEqual(["1232"]);
	for (const bytes of [511, 4097, 1232.5, Number.NaN]) {
		expect(() => bufsize(bytes)).toThrow(expect.objectContaining({ code: "LDNS405" }));
	}
});
