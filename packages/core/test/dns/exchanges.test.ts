import { describe, expect, it } from "vitest";
import { countExchanges } from "../../src/dns/exchanges.ts";

const pod = { search: ["shop.svc.cluster.local", "svc.cluster.local", "cluster.local"], ndots: 5 };
const exists = (name: string) => name === "web.shop.svc.cluster.local.";

describe("countExchanges", () => {
	it.each([
		["web", 2],
		["web.shop", 4],
		["web.shop.svc.cluster.local", 8],
		["web.shop.svc.cluster.local.", 2],
		["missing.shop", 8],
	])("%s costs %i exchanges of a glibc stub in its pod", (name, exchanges) => {
		expect(countExchanges(name, pod, "glibc", exists)).toBe(exchanges);
	});

	it("adds two for every further suffix of the host", () => {
		const host = { ...pod, search: [...pod.search, "tail1234.ts.net"] };
		expect(countExchanges("web.shop.svc.cluster.local", host, "glibc", exists)).toBe(10);
	});

	it("costs raw one packet of each type", () => {
		expect(countExchanges("web", pod, "raw", exists)).toBe(2);
	});
});
