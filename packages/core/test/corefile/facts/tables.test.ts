import { describe, expect, it } from "vitest";
import { type Forms, formsOf, formsText, versionsOf } from "../../../src/corefile/facts/argument-forms.ts";
import { coreDnsPlugins } from "../../../src/corefile/facts/coredns-plugins.ts";
import { nodeCachePlugins } from "../../../src/corefile/facts/node-cache-plugins.ts";
import { knownDirectives } from "../../../src/corefile/known-directives.ts";

const all = Object.entries({ ...nodeCachePlugins, ...coreDnsPlugins });

const formsIn = ([, { args, options = {} }]: (typeof all)[number]): readonly Forms[] => [
	...(args === undefined ? [] : [args]),
	...Object.values(options),
];

describe("the tables of plugins", () => {
	it("have no plugin twice", () => {
		expect(Object.keys(nodeCachePlugins).filter((name) => Object.hasOwn(coreDnsPlugins, name))).toEqual([]);
		expect(new Set(knownDirectives).size).toBe(all.length);
	});

	it("are written in the notation that is read: versions, known kinds, single spaces", () => {
		const kind =
			/^(?:word|zone|uint|ip|cidr|local|listen|rcode|upstream|hostname|secure|(?:int|percent|duration|seconds)(?:\([^()]*\.\.[^()]*\))?|[=~][\w|-]+)(?:[?*]|\+\d*)?$/;
		for (const forms of all.flatMap(formsIn)) {
			for (const form of typeof forms === "string" ? [forms] : forms) {
				const kinds = form.replace(/^\d+\.\d+\.\d+ ?/, "").split(" ");
				expect([form, kinds.filter((each) => each !== "" && !kind.test(each))]).toEqual([form, []]);
			}
			// Whatever the arguments are, an answer comes out.
			expect(() => formsOf(forms, ["1", "x", "10s"])).not.toThrow();
			expect(formsText(forms, () => true)).not.toBe("");
			for (const since of versionsOf(forms)) expect(since).toMatch(/^(?:0|1\.\d+\.\d+)$/);
		}
	});

	it("name for an option's need an option that the plugin has", () => {
		for (const [, { needs = {}, options = {} }] of all) {
			for (const pair of Object.entries(needs)) {
				expect(pair.filter((name) => !Object.hasOwn(options, name))).toEqual([]);
			}
		}
	});

	it("have what node-cache 1.26.8 lists as compiled in", () => {
		expect(Object.keys(nodeCachePlugins).toSorted()).toEqual(
			"bind bufsize cache debug dns64 dnstap errors forward health hosts loadbalance log loop metadata pprof prometheus reload rewrite template timeouts trace whoami".split(
				" ",
			),
		);
	});
});
