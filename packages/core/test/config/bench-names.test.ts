import { describe, expect, it } from "vitest";
import { type BenchNames, parseBenchNames } from "../../src/config/index.ts";

const parse = (text: string): BenchNames => {
	const parsed = parseBenchNames(text, "names", "cluster.local");
	if (!parsed.ok) throw parsed.error;
	return parsed.names;
};
const problem = (text: string): string => {
	const parsed = parseBenchNames(text, "names", "cluster.local");
	return parsed.ok ? "" : `${parsed.error.code} ${parsed.error.message}`;
};

describe("a file of names", () => {
	it("adds Services, leaves out patterns and names what is outside, as YAML", () => {
		const names = parse(
			"add:\n- web.shop\n- cart.shop.svc.cluster.local.\nexclude:\n- '*.kube-system'\n- tmp-*.shop\nexternal: [api.example.com]\n",
		);
		expect(names.services).toEqual([
			{ name: "web", namespace: "shop" },
			{ name: "cart", namespace: "shop" },
		]);
		expect(names.external).toEqual(["api.example.com"]);
		const excluded = [
			["metrics", "kube-system"],
			["tmp-1", "shop"],
			["web", "shop"],
			["kube-system", "x"],
		].filter(([name = "", namespace = ""]) => names.excludes({ name, namespace }));
		expect(excluded.map((each) => each.join("."))).toEqual(["metrics.kube-system", "tmp-1.shop"]);
	});

	it("tells Services from other names in plain text by their ending", () => {
		const names = parse(
			"# ours\nweb.shop.svc\napi.example.com  # theirs\n\ndb.shop.svc.cluster.local\nweb.shop\n",
		);
		expect(names.services.map(({ name }) => name)).toEqual(["web", "db"]);
		expect(names.external).toEqual(["api.example.com", "web.shop"]);
	});

	it("takes an empty file for no names at all", () => {
		expect(parse("")).toMatchObject({ services: [], external: [] });
	});

	it.each([
		["add: web.shop\n", "add is a list of names"],
		["services:\n- web.shop\n", "services is not known; allowed are add, exclude, external"],
		["add:\n- web\n", 'read "web"; a Service is written service.namespace'],
		["add:\n- Web_1.shop\n", "a Service is written service.namespace"],
		["external:\n- web.shop.svc.cluster.local\n", "belongs under add"],
		["external:\n- a..b\n", '"a..b" is no name'],
		["add: [web.shop\n", "no YAML at"],
		[
			`external: [${Array.from({ length: 1001 }, (_, i) => `n${i}.example.com`).join(", ")}]`,
			"more than 1000",
		],
	])("refuses %j with what was read", (text, said) => {
		expect(problem(text)).toContain(`LDNS331 names: `);
		expect(problem(text)).toContain(said);
	});

	it("takes a file of empty lines in no more than its length", () => {
		const began = performance.now();
		expect(parse("\n".repeat(200_000))).toMatchObject({ services: [], external: [] });
		expect(performance.now() - began).toBeLessThan(1000);
	});

	it("takes a pattern of many stars in no more than its length", () => {
		const names = parse(`exclude:\n- '${"a*".repeat(2000)}b'\n`);
		const began = performance.now();
		expect(names.excludes({ name: "a".repeat(60), namespace: "a".repeat(60) })).toBe(false);
		expect(performance.now() - began).toBeLessThan(1000);
	});
});
