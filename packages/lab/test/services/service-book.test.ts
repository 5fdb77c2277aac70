import { createRandom } from "@localdns/core/measure";
import { expect, it } from "vitest";
import { planChanges } from "../../src/services/changes.ts";
import { externalHosts } from "../../src/services/external-hosts.ts";
import { ServiceBook } from "../../src/services/service-book.ts";

it("knows before any change what every name is worth, names that are still to appear among them", () => {
	const truth = new ServiceBook(externalHosts(3)).truth();
	expect(truth["kubernetes.default.svc.cluster.local."]).toEqual([
		{ sinceMs: null, addresses: ["10.43.0.1"] },
	]);
	expect(truth["promotions.shop.svc.cluster.local."]).toEqual([{ sinceMs: null, addresses: [] }]);
	expect(truth["api-0.example.com."]).toEqual([{ sinceMs: null, addresses: ["192.0.2.1"] }]);
});

it("keeps what a name was worth before a change, and when the change came", () => {
	const book = new ServiceBook([]);
	const changes = planChanges(60_000, createRandom(7));
	for (const [index, change] of changes.entries()) book.apply(change, 1000 * (index + 1));
	for (const [index, { service, kind }] of changes.entries()) {
		const states = book.truth()[`${service.name}.${service.namespace}.svc.cluster.local.`];
		expect(states).toHaveLength(2);
		expect(states?.[1]).toEqual({
			sinceMs: 1000 * (index + 1),
			addresses: kind === "vanishes" ? [] : [service.clusterIp],
		});
	}
	expect(book.changes().map(({ atMs }) => atMs)).toEqual([1000, 2000, 3000, 4000, 5000, 6000]);
	const names = book.services().map(({ name }) => name);
	expect(names).toContain("reviews");
	expect(names).not.toContain("vouchers");
});
