import { describe, expect, it } from "vitest";
import { effectiveConfig, type NodeSnapshot, valuesInForce, whoWins } from "../../src/k3s/index.ts";
import { node, unit } from "./node.ts";

function inForce(snapshot: NodeSnapshot, flag: string): string[] {
	const read = effectiveConfig(snapshot);
	if (!read.ok) throw read.error;
	return valuesInForce(read.config, flag).map(({ text }) => text);
}

const parser = "pkg/configfilearg/parser.go";

/** What K3s makes of files, by the place of its sources that says so. */
const rules: [string, string, NodeSnapshot, string, string[]][] = [
	[
		"a key of a later file replaces",
		`${parser} readConfigFile: values[k] = v`,
		node("kubelet-arg: [a=1]", { "10.yaml": "kubelet-arg: [b=2]" }),
		"kubelet-arg",
		["b=2"],
	],
	[
		"key+ appends a list",
		`${parser} readConfigFile: isAppend`,
		node("kubelet-arg: [a=1]", { "10.yaml": "kubelet-arg+: [b=2]" }),
		"kubelet-arg",
		["a=1", "b=2"],
	],
	[
		"key+ appends a string",
		`${parser} toSlice: case string`,
		node("kubelet-arg: a=1", { "10.yaml": "kubelet-arg+: b=2" }),
		"kubelet-arg",
		["a=1", "b=2"],
	],
	[
		"key+ with nothing before it sets",
		`${parser} readConfigFile: ok && isAppend`,
		node("kubelet-arg+: [a=1]"),
		"kubelet-arg",
		["a=1"],
	],
	[
		"key+ leaves nothing of an empty key",
		`${parser} toSlice: default, str == ""`,
		node("kubelet-arg:", { "10.yaml": "kubelet-arg+: [a=1]" }),
		"kubelet-arg",
		["a=1"],
	],
	[
		"an empty key gives an empty flag",
		`${parser} readConfigFile: prefix+k+"="+str`,
		node("kubelet-arg:"),
		"kubelet-arg",
		[""],
	],
	[
		"an empty key+ adds nothing",
		`${parser} toSlice: default`,
		node("kubelet-arg: [a=1]", { "10.yaml": "kubelet-arg+:" }),
		"kubelet-arg",
		["a=1"],
	],
	[
		"an empty list gives no flag",
		`${parser} readConfigFile: range slice`,
		node("kubelet-arg: []"),
		"kubelet-arg",
		[],
	],
	[
		"a later key wipes what was appended",
		`${parser} readConfigFile: else branch`,
		node("kubelet-arg: [a=1]", { "10.yaml": "kubelet-arg+: [b=2]", "20.yaml": "kubelet-arg: [c=3]" }),
		"kubelet-arg",
		["c=3"],
	],
	[
		"of a key that stands twice in a file the later counts",
		"yaml.v2 MapSlice keeps both",
		node("kubelet-arg: [a=1]\nkubelet-arg: [b=2]"),
		"kubelet-arg",
		["b=2"],
	],
	[
		"both forms in one file add up",
		`${parser} readConfigFile`,
		node("kubelet-arg: [a=1]\nkubelet-arg+: [b=2]"),
		"kubelet-arg",
		["a=1", "b=2"],
	],
	[
		"drop-ins are read by name, after the main file",
		`${parser} dotDFiles: os.ReadDir sorts`,
		node("v: 1", { "20.yaml": "v: 3", "10.yaml": "v: 2" }),
		"v",
		["3"],
	],
	[
		"upper case sorts before lower case",
		`${parser} dotDFiles`,
		node(undefined, { "a.yaml": "v: 2", "B.yaml": "v: 1" }),
		"v",
		["2"],
	],
	[
		"names sort by bytes, also beyond U+FFFF",
		"os.ReadDir compares Go strings",
		node(undefined, { "\u{1f600}.yaml": "v: 2", "\uff5e.yaml": "v: 1" }),
		"v",
		["2"],
	],
	[
		"drop-ins need no main file",
		`${parser} readConfigFile: os.IsNotExist && len(files) > 0`,
		node(undefined, { "10.yaml": "v: 2" }),
		"v",
		["2"],
	],
	[
		".yml and any case count, other endings do not",
		`${parser} HasSuffixI`,
		node("v: 1", { "10.YML": "v: 2", "20.yaml.bak": "v: 3", "30.json": "v: 4" }),
		"v",
		["2"],
	],
	[
		"of a flag that takes one value the unit's wins",
		`${parser} Parse: append(prefix, values, suffix)`,
		node("node-name: a", undefined, { service: unit("agent --node-name b") }),
		"node-name",
		["b"],
	],
	[
		"of a repeatable flag the file's come first and the unit's add up",
		"pkg/cli/cmds/agent.go StringSliceFlag",
		node("kubelet-arg: [a=1]", undefined, { service: unit("agent --kubelet-arg=b=2 --kubelet-arg c=3") }),
		"kubelet-arg",
		["a=1", "b=2", "c=3"],
	],
	[
		"one leading dash does as well",
		"urfave/cli accepts -name",
		node(undefined, undefined, { service: unit("agent -kubelet-arg=a=1") }),
		"kubelet-arg",
		["a=1"],
	],
	[
		"commas do not split an entry",
		"urfave/cli v2, DisableSliceFlagSeparator",
		node("kubelet-arg: feature-gates=A=true,B=false"),
		"kubelet-arg",
		["feature-gates=A=true,B=false"],
	],
	[
		"an entry without = swallows the next",
		"pkg/daemons/agent/agent.go extractConfigArgs: skipVal",
		node("kubelet-arg: [bare, a=1, b=2]"),
		"kubelet-arg",
		["bare", "b=2"],
	],
	[
		"what was swallowed swallows nothing",
		"pkg/daemons/agent/agent.go extractConfigArgs: continue",
		node("kubelet-arg: [bare, other, a=1]"),
		"kubelet-arg",
		["bare", "a=1"],
	],
	[
		"an entry without = at the end swallows nothing",
		"pkg/daemons/agent/agent.go: len(extraArgs) > i+1",
		node("kubelet-arg: [a=1, bare]"),
		"kubelet-arg",
		["a=1", "bare"],
	],
	[
		"swallowing goes from the files into the unit's flags",
		"pkg/daemons/agent/agent.go extractConfigArgs",
		node("kubelet-arg: [bare]", undefined, { service: unit("agent --kubelet-arg a=1") }),
		"kubelet-arg",
		["bare"],
	],
	[
		"values are trimmed",
		"wrangler convert.ToString: TrimSpace",
		node('kubelet-arg: ["  a=1 "]'),
		"kubelet-arg",
		["a=1"],
	],
	[
		"YAML 1.1: yes, octal, no sexagesimal",
		"yaml.v2 resolve.go",
		node("disable: [yes, 0644, 1:30]"),
		"disable",
		["true", "420", "1:30"],
	],
	[
		"an alias stands for its anchor's value",
		"yaml.v2 decode.go alias",
		node("x: &a [b=2]\nkubelet-arg: *a"),
		"kubelet-arg",
		["b=2"],
	],
];

describe("what K3s is started with", () => {
	it.each(rules)("%s (%s)", (_rule, _source, snapshot, flag, expected) => {
		expect(inForce(snapshot, flag)).toEqual(expected);
	});

	it("says of each value where it stands and why it lost", () => {
		const read = effectiveConfig(
			node(
				"kubelet-arg:\n  - a=1\n",
				{ "10.yaml": "token: x\nkubelet-arg: [bare, b=2]\n" },
				{ service: unit("agent --kubelet-arg=c=3") },
			),
		);
		if (!read.ok) throw read.error;
		expect(whoWins(read.config.flags.get("kubelet-arg") ?? [], "kubelet-arg")).toEqual([
			{
				entry: "a=…",
				origin: "/etc/rancher/k3s/config.yaml:2:5",
				inForce: false,
				why: "replaced by the key at /etc/rancher/k3s/config.yaml.d/10.yaml:2:1, which has no +",
			},
			{
				entry: "bare",
				origin: "/etc/rancher/k3s/config.yaml.d/10.yaml:2:15",
				inForce: true,
				why: "in force",
			},
			{
				entry: "b=…",
				origin: "/etc/rancher/k3s/config.yaml.d/10.yaml:2:21",
				inForce: false,
				why: expect.stringContaining("config.yaml.d/10.yaml:2:15, has no = and takes this one for its value"),
			},
			{
				entry: "c=…",
				origin: "/etc/systemd/system/k3s-agent.service, command line",
				inForce: true,
				why: "in force",
			},
		]);
	});

	it("shows no secret", () => {
		const read = effectiveConfig(node("token: hush", undefined, { service: unit("agent --token hush") }));
		if (!read.ok) throw read.error;
		expect(JSON.stringify(whoWins(read.config.flags.get("token") ?? [], "token"))).not.toContain("hush");
	});
});
