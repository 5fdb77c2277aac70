import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	afterAction,
	effectiveConfig,
	planNodeConfig,
	readConfigFile,
	readService,
} from "../../src/k3s/index.ts";
import { node } from "./node.ts";

const addresses = ["169.254.20.10"];
const marks = fc.constantFrom(
	..."[]{}:,-?&*!|>'\"%@#\t \n\r\\~<ab=+",
	"\n- ",
	": ",
	"kubelet-arg",
	"kubelet-arg+",
	"cluster-dns=",
	"- ",
	"\ufeff",
);
const marksOnly = fc.array(marks, { maxLength: 60 }).map((parts) => parts.join(""));

const entry = fc.constantFrom(
	"max-pods=200",
	"'v=2'",
	'"a=b # c"',
	"bare",
	"feature-gates=A=true",
	'"eviction-hard=memory.available<5%"',
);
const lineEnd = fc.constantFrom("\n", "\r\n");
/** Right configuration in many shapes, without a cluster-dns. */
const configuration = fc
	.record({
		end: lineEnd,
		before: fc.array(
			fc.constantFrom("token: x", "# comment", "", "node-label: [a=b]", "tls-san:|- a", "node-name: 'é'"),
			{ maxLength: 3 },
		),
		behind: fc.array(fc.constantFrom("debug: true", "# end", "", "node-taint:|  - a"), { maxLength: 3 }),
		entries: fc.array(entry, { maxLength: 4 }),
		shape: fc.constantFrom("block", "flow", "flow-lines", "scalar", "none"),
		indent: fc.constantFrom("", "  ", "      "),
		comment: fc.constantFrom("", " # why"),
		key: fc.constantFrom("kubelet-arg", "kubelet-arg+", '"kubelet-arg"'),
		finalEnd: fc.boolean(),
		mark: fc.constantFrom("", "\ufeff"),
	})
	.map(({ end, before, behind, entries, shape, indent, comment, key, finalEnd, mark }) => {
		const [first = "v=2"] = entries;
		const list = {
			block:
				entries.length === 0
					? [`${key}: []`]
					: [`${key}:${comment}`, ...entries.map((each) => `${indent}- ${each}${comment}`)],
			flow: [`${key}: [${entries.join(", ")}]${comment}`],
			"flow-lines": [`${key}: [`, ...entries.map((each) => `  ${each},`), "  ]"],
			scalar: [`${key}: ${first}${comment}`],
			none: [],
		}[shape];
		const lines = [...before, ...list, ...behind].flatMap((line) => line.split("|"));
		return mark + lines.join(end) + (finalEnd ? end : "");
	});

describe("any text at all", () => {
	it("is read or refused with a place, never thrown at", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), marksOnly), (text) => {
				const read = readConfigFile("f", text);
				if (!read.ok) {
					expect(["LDNS508", "LDNS509"]).toContain(read.error.code);
					expect(read.error.message).toMatch(/^f:\d+:\d+: /);
				}
				readService({
					name: "k3s",
					manager: "systemd",
					unit: { path: "u", text: `[Service]\nExecStart=/usr/local/bin/k3s ${text}` },
					overrides: [{ path: "o", text }],
					environment: [{ path: "e", text }],
				});
				readService({
					name: "k3s",
					manager: "openrc",
					unit: { path: "u", text: `command="k3s"\ncommand_args="${text}` },
					overrides: [],
					environment: [],
				});
				for (const placement of ["drop-in", "in-place"] as const)
					for (const adopt of [false, true])
						planNodeConfig(node(text, { "10.yaml": text }), { addresses, placement, adopt });
			}),
			{ numRuns: 3_000, seed: 41 },
		);
	});

	it.each([
		["one long line", (size: number) => `a: ${"x".repeat(size)}`],
		["brackets", (size: number) => `a: ${"[".repeat(size)}`],
		["dashes", (size: number) => "- ".repeat(size / 2)],
		["keys", (size: number) => "kubelet-arg+: b\n".repeat(size / 16)],
		["items", (size: number) => `kubelet-arg:\n${"- a=b\n".repeat(size / 6)}`],
		["anchors and aliases", (size: number) => `a: [${"&a x, *a, ".repeat(size / 10)}]`],
		["commas", (size: number) => `a: [${",".repeat(size)}`],
		["comments in a flow list", (size: number) => `a: [${"x\n#\n".repeat(size / 4)}]`],
		["question marks", (size: number) => "? ".repeat(size / 2)],
		["backslashes in quotes", (size: number) => `a: "${"\\".repeat(size)}`],
		["blank lines", (size: number) => `${"\n".repeat(size)}a: b`],
		["tabs", (size: number) => `a:\n${"\t".repeat(size)}`],
		["blanks", (size: number) => `a:${" ".repeat(size)}b`],
		["digits", (size: number) => `a: ${"1".repeat(size)}`],
	])("of 1 MiB of %s takes its time in proportion", { timeout: 20_000 }, (_, make) => {
		const began = performance.now();
		planNodeConfig(node(make(1024 * 1024)), { addresses, placement: "in-place" });
		expect(performance.now() - began).toBeLessThan(6_000);
	});
});

describe("any right configuration", () => {
	it("comes back byte for byte, and a second plan has nothing to do", () => {
		let planned = 0;
		fc.assert(
			fc.property(
				configuration,
				fc.constantFrom("drop-in" as const, "in-place" as const),
				(text, placement) => {
					const before = node(text);
					const first = planNodeConfig(before, { addresses, placement });
					if (!first.ok) {
						expect(
							placement === "drop-in" && first.error.code === "LDNS504",
							`${first.error.message} ${first.error.reason}`,
						).toBe(true);
						return;
					}
					planned += 1;
					const after = first.plan.actions.reduce(afterAction, before);
					expect(first.plan.inverse.reduce(afterAction, after)).toEqual(before);
					const ours = [{ path: before.configPath, entry: first.plan.entry }];
					const second = planNodeConfig({ ...after, ours }, { addresses, placement });
					expect(second.ok && second.plan.actions).toEqual([]);
					const read = effectiveConfig(after);
					const values = read.ok ? (read.config.flags.get("kubelet-arg") ?? []) : [];
					expect(values.find((value) => value.text === first.plan.entry)?.loss).toBeUndefined();
					expect(values.some((value) => value.text === first.plan.entry)).toBe(true);
				},
			),
			{ numRuns: 2_000, seed: 42 },
		);
		expect(planned).toBeGreaterThan(1_000);
	});
});
