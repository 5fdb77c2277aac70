import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import type { NodeConfigSettings } from "@localdns/core/k3s";
import { describe, expect, it } from "vitest";
import { nodeRoot } from "../../src/node-files/root.ts";
import { applyChange } from "../../src/use-cases/node-config-apply.ts";
import { clearLeftovers, planChange } from "../../src/use-cases/node-config-change.ts";
import { observeNode } from "../../src/use-cases/node-config-observe.ts";
import { applyReturn, planReturn } from "../../src/use-cases/node-config-revert.ts";
import {
	copyOf,
	expectedFiles,
	filesBelow,
	type K3sDirectory,
	k3sDirectories,
	type Outcome,
	treeOf,
} from "./k3s-directories.ts";

const addresses = ["169.254.20.10"];

/** @returns what came of it, by the words of case.json */
function apply(folder: string, settings: NodeConfigSettings): Outcome {
	try {
		const root = nodeRoot(folder);
		const found = observeNode(root, undefined);
		const change = planChange(root, found, settings);
		clearLeftovers(root, found);
		applyChange(root, change);
		return change.files.length === 0 ? "nothing" : "change";
	} catch (error) {
		if (error instanceof LocaldnsError) return error.code as Outcome;
		throw error;
	}
}

function revert(folder: string): void {
	const root = nodeRoot(folder);
	const found = observeNode(root, undefined);
	const back = planReturn(root, found, false);
	clearLeftovers(root, found);
	applyReturn(root, found, back, false);
}

/** Files that differ between two trees, other than what apply keeps for revert. */
function changedFiles(folder: string, before: ReadonlyMap<string, string>): Map<string, string> {
	const now = filesBelow(folder).filter((path) => !path.includes("/.localdns/"));
	const read = now.map((path): [string, string] => [path, readFileSync(join(folder, path), "latin1")]);
	return new Map(read.filter(([path, text]) => before.get(path) !== text));
}

const placements: [string, keyof K3sDirectory & ("dropIn" | "inPlace" | "adopt"), NodeConfigSettings][] = [
	["drop-in", "dropIn", { addresses }],
	["in-place", "inPlace", { addresses, placement: "in-place" }],
	["adopt", "adopt", { addresses, adopt: true }],
	["adopt-in-place", "adopt", { addresses, adopt: true, placement: "in-place" }],
];
const cases = k3sDirectories.flatMap((directory) =>
	placements
		.filter(([, field]) => directory[field] !== undefined)
		.map(([placement, field, settings]) => ({
			directory,
			placement,
			settings,
			outcome: directory[field] as Outcome,
			name: directory.name,
			about: directory.about,
		})),
);

describe("K3s directories", () => {
	it("are many and cover every kind of outcome", () => {
		expect(k3sDirectories.length).toBeGreaterThanOrEqual(60);
		const outcomes = new Set(cases.map(({ outcome }) => outcome));
		expect([...outcomes].sort()).toEqual([
			"LDNS501",
			"LDNS502",
			"LDNS503",
			"LDNS504",
			"LDNS505",
			"LDNS507",
			"LDNS508",
			"LDNS509",
			"change",
			"nothing",
		]);
	});

	it.each(cases)("$name, $placement: $about ($outcome)", ({ directory, placement, settings, outcome }) => {
		const folder = copyOf(directory);
		try {
			const before = treeOf(folder);
			const bytes = new Map(
				filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), "latin1")]),
			);
			expect(apply(folder, settings)).toBe(outcome);
			if (outcome !== "change") {
				expect(treeOf(folder)).toEqual(before);
				return;
			}
			expect(changedFiles(folder, bytes)).toEqual(expectedFiles(directory, placement));

			const applied = treeOf(folder);
			expect(apply(folder, settings)).toBe("nothing");
			expect(treeOf(folder)).toEqual(applied);

			revert(folder);
			expect(treeOf(folder)).toEqual(before);
			revert(folder);
			expect(treeOf(folder)).toEqual(before);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});
});
