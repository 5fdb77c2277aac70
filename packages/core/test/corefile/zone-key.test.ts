import { expect, it } from "vitest";
import { parseZoneKey } from "../../src/corefile/zone-key.ts";

// packages/lab/test/oracle holds this against CoreDNS' own code.
it.each([
	["example.org", { scheme: "dns", zones: ["example.org."], port: undefined }],
	["tls://Example.ORG.:8853", { scheme: "tls", zones: ["example.org."], port: 8853 }],
	["10.42.0.0/15:53", { scheme: "dns", zones: ["42.10.in-addr.arpa.", "43.10.in-addr.arpa."], port: 53 }],
	["fd00::/16", { scheme: "dns", zones: ["0.0.d.f.ip6.arpa."], port: undefined }],
	["0.0.0.0/0", { scheme: "dns", zones: ["in-addr.arpa."], port: undefined }],
])("the key %s is taken apart", (text, key) => {
	expect(parseZoneKey(text)).toEqual({ ok: true, key });
});

it.each(["", "a:", "a..b", "x".repeat(64), "::/0"])("the key %j is refused with a reason", (text) => {
	expect(parseZoneKey(text)).toMatchObject({ ok: false, reason: expect.any(String) });
});

it("a key of a megabyte takes no time", () => {
	const began = performance.now();
	for (const long of [
		"1".repeat(2 ** 20),
		`a:${"1".repeat(2 ** 20)}`,
		"\\".repeat(2 ** 20),
		":1".repeat(2 ** 19),
	]) {
		parseZoneKey(long);
	}
	expect(performance.now() - began).toBeLessThan(2_000);
});
