import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "packages/cli/test/real");

/** Tests of a file of the cluster lab by their titles. */
const titlesOf = (file: string): string[] =>
	[...readFileSync(join(folder, file), "utf8").matchAll(/\bit\(\s*"([^"]+)"/g)].flatMap(
		([, title]) => title ?? [],
	);

/** The last cell of each row: a file, shortened, and a title. */
const named = readFileSync(join(root, "docs/faults.md"), "utf8")
	.split("\n")
	.flatMap((line) => (/\| ([\w-]+): ([^|]+) \|$/.exec(line) ?? []).slice(1).map((part) => part.trim()))
	.reduce<[string, string][]>((rows, part, index, parts) => {
		if (index % 2 === 0) rows.push([part, parts[index + 1] ?? ""]);
		return rows;
	}, [])
	.map(([file, title]): [string, string] => [
		file.startsWith("cluster-lab-") ? `${file}.test.ts` : `cluster-lab-faults-${file}.test.ts`,
		title,
	]);

describe("the table of faults", () => {
	it("names tests that exist", () => {
		expect(named.length).toBeGreaterThan(20);
		expect(named.filter(([file, title]) => !titlesOf(file).includes(title))).toEqual([]);
	});

	it("has every test of a fault", () => {
		const files = readdirSync(folder).filter((name) => /^cluster-lab-(faults-|node-faults)/.test(name));
		const there = new Set(named.map(([file, title]) => `${file} ${title}`));
		const missing = files.flatMap((file) => titlesOf(file).map((title) => `${file} ${title}`));
		expect(missing.filter((each) => !there.has(each))).toEqual([]);
	});
});
