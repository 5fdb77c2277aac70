import { parseZoneKey } from "@localdns/core/corefile";
import { createRandom } from "@localdns/core/measure";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CorefileOracle, openCorefileOracle, provideCorefileOracle } from "../../src/oracle/index.ts";

const count = 50_000;

let oracle: CorefileOracle;
beforeAll(async () => {
	oracle = openCorefileOracle(await provideCorefileOracle(() => {}));
});
afterAll(() => oracle[Symbol.asyncDispose]());

async function difference(key: string): Promise<string | undefined> {
	const theirs = await oracle.zones(key);
	const ours = parseZoneKey(key);
	if (!theirs.ok || !ours.ok) {
		return theirs.ok === ours.ok ? undefined : `${JSON.stringify(key)}: ${JSON.stringify({ ours, theirs })}`;
	}
	const { scheme, zones, port } = ours.key;
	const same =
		scheme === theirs.transport &&
		String(port ?? "") === (theirs.port ?? "") &&
		JSON.stringify(zones) === JSON.stringify(theirs.zones);
	return same ? undefined : `${JSON.stringify(key)}: ${JSON.stringify({ ours: ours.key, theirs })}`;
}

test.each([
	".",
	".:53",
	"",
	":",
	":53",
	"Example.ORG.",
	"tls://example.org:8853",
	"unix:///tmp/x",
	"https3://a",
	"http://a",
	"a:b",
	"a:+5",
	"a:-0",
	"a:053",
	"a:99999999999999999999",
	"a::53",
	"..",
	"a..b",
	".a",
	"a\\.b.",
	"a\\",
	"a\\\\.",
	"\\046a",
	"x".repeat(63),
	"x".repeat(64),
	`${"x".repeat(60)}.`.repeat(5),
	"ü".repeat(32),
	"İ.ΑΣ",
	"ȶ",
	"10.0.0.0/8",
	"10.1.2.3/15:1053",
	"10.0.0.0/17",
	"0.0.0.0/0",
	"255.255.255.255/31",
	"10.0.0.0/33",
	"10.0.0.0/08",
	"10.00.0.0/8",
	"fd00::/62",
	"2001:db8::1/33",
	"::/0",
	"::1/128",
	"0::/8",
	"1::/0",
	"fe80::1%eth0/64",
	"64:ff9b::1.2.3.4/96",
])("CoreDNS and we read the key %j alike", async (key) => {
	expect(await difference(key)).toBeUndefined();
});

test(`${count} keys at random are read alike`, async () => {
	const random = createRandom("zone-keys");
	const parts = [
		"a",
		"B",
		".",
		".",
		":",
		"/",
		"\\",
		"53",
		"0",
		"10",
		"255",
		"1",
		"fd00",
		"ü",
		"Σ",
		"://",
		"tls",
		"dns",
		"https3",
		"%",
		"-",
		"+",
		"24",
		"15",
		"64",
		"10.42.0.0",
		"fd00:42::",
		"in-addr.arpa",
		"\\065",
		"x".repeat(62),
	];
	let read = 0;
	for (let done = 0; done < count; done += 500) {
		const keys = Array.from({ length: 500 }, () =>
			Array.from({ length: 1 + random.int(7) }, () => parts[random.int(parts.length)]).join(""),
		);
		const found = (await Promise.all(keys.map(difference))).filter((each) => each !== undefined);
		expect(found).toEqual([]);
		read += keys.filter((key) => parseZoneKey(key).ok).length;
	}
	expect(read).toBeGreaterThan(count / 5);
	expect(read).toBeLessThan((4 * count) / 5);
});
