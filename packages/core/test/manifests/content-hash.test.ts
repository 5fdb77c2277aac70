import { expect, it } from "vitest";
import { contentHash } from "../../src/manifests/content-hash.ts";

it("is 64-bit FNV-1a over UTF-8, as its authors' test vectors have it", () => {
	expect(contentHash("")).toBe("cbf29ce484222325");
	expect(contentHash("a")).toBe("af63dc4c8601ec8c");
	expect(contentHash("foobar")).toBe("85944171f73967e8");
});
