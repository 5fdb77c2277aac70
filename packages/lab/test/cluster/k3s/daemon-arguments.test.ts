import { expect, it } from "vitest";
import { daemonArguments, withoutSwallowed } from "../../../src/cluster/k3s/daemon-arguments.ts";

it.each([
	["replaces a default", { a: "1", b: "2" }, ["a=9"], ["--a=9", "--b=2"]],
	["takes leading dashes for none", { a: "1" }, ["--a=9"], ["--a=9"]],
	["repeats a flag that is given twice, in order", {}, ["a=2", "a=1"], ["--a=2", "--a=1"]],
	["puts a value behind the default", { a: "1" }, ["a+=9"], ["--a=1", "--a=9"]],
	["puts a value before the default", { a: "1" }, ["a-=9"], ["--a=9", "--a=1"]],
	["keeps commas and equal signs in a value", {}, ["a=x=1,y=2"], ["--a=x=1,y=2"]],
	["sets an entry without a value", {}, ["a"], ["--a=true"]],
	["sorts by name", { z: "1" }, ["b=1", "a=1"], ["--a=1", "--b=1", "--z=1"]],
] as const)("%s", (_, defaults, extra, expected) => {
	expect(daemonArguments(defaults, extra)).toEqual(expected);
});

it("drops, as K3s does, what stands behind an entry without an equal sign", () => {
	expect(withoutSwallowed(["v=2", "--foo", "cluster-dns=169.254.20.10", "a=1"])).toEqual([
		"v=2",
		"--foo",
		"a=1",
	]);
	expect(withoutSwallowed(["cluster-dns=169.254.20.10", "foo"])).toEqual([
		"cluster-dns=169.254.20.10",
		"foo",
	]);
});
