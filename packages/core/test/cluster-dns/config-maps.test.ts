import { describe, expect, it } from "vitest";
import { clusterDnsTexts } from "../../src/cluster-dns/config-maps.ts";

const map = (name: string, data: string): string =>
	`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: kube-system\n${data}`;
const corefile = "data:\n  Corefile: |\n    .:53 {\n        errors\n    }\n";
const text = ".:53 {\n    errors\n}\n";
const list = (...items: string[]): string =>
	`apiVersion: v1\nkind: List\nitems:\n${items.map((item) => item.replace(/^/gm, "  ").replace("  ", "- ")).join("\n")}`;

function textsOf(yaml: string) {
	const found = clusterDnsTexts(yaml, "cm.yaml");
	if (!found.ok) throw found.error;
	return found.texts;
}

describe("the ConfigMaps of a cluster DNS", () => {
	it("are a List of both, as kubectl prints it", () => {
		const yaml = list(
			map("coredns", `${corefile}  NodeHosts: |\n    10.0.0.1 node-1\n`),
			map("coredns-custom", "data:\n  a.server: |\n    corp.example {\n    }\n"),
		);
		expect(textsOf(yaml)).toEqual({
			corefile: text,
			nodeHosts: "10.0.0.1 node-1\n",
			custom: { "a.server": "corp.example {\n}\n" },
		});
	});

	it("are one object, several documents, or JSON", () => {
		expect(textsOf(map("coredns", corefile))).toEqual({ corefile: text });
		expect(
			textsOf(`${map("coredns", corefile)}---\n${map("coredns-custom", "data:\n  a.override: log\n")}`),
		).toEqual({
			corefile: text,
			custom: { "a.override": "log" },
		});
		const json = { kind: "ConfigMap", metadata: { name: "coredns" }, data: { Corefile: text } };
		expect(textsOf(JSON.stringify({ kind: "List", items: [json] }))).toEqual({ corefile: text });
	});

	it("may have the name that RKE2 gives them", () => {
		expect(textsOf(map("rke2-coredns-rke2-coredns", corefile))).toEqual({ corefile: text });
	});

	it("are told apart from that of the cache itself", () => {
		const other = corefile.replace("errors", "log");
		expect(textsOf(list(map("node-local-dns", other), map("coredns", corefile)))).toEqual({ corefile: text });
	});

	it("may be without any custom key", () => {
		expect(textsOf(list(map("coredns", corefile), map("coredns-custom", "")))).toEqual({
			corefile: text,
			custom: {},
		});
	});

	it.each([
		["", "no ConfigMap with a key Corefile"],
		["- a\n- b\n", "no ConfigMap with a key Corefile"],
		[map("coredns", "data:\n  Caddyfile: x\n"), "no ConfigMap with a key Corefile"],
		[list(map("a", corefile), map("b", corefile)), "several ConfigMaps have a key Corefile: a, b"],
		[list(map("coredns", corefile), map("coredns", corefile)), "ConfigMap coredns is there 2 times"],
		[map("coredns", "data:\n  Corefile: 53\n"), "Corefile is no text"],
		[
			list(map("coredns", corefile), map("coredns-custom", "binaryData:\n  a.server: AAE=\n")),
			"a.server is binary",
		],
		["kind: ConfigMap\nkind: ConfigMap\n", "line 2"],
		["kind: [", "line 1"],
		["a: &a [*a]\nkind: List\n", ""],
		["[".repeat(20_000), ""],
		[
			`a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? "a" : `b${i - 1}`},*${i === 0 ? "a" : `b${i - 1}`}]`).join("\n")}`,
			"",
		],
	])("are missing in %.40j", (yaml, words) => {
		const found = clusterDnsTexts(yaml, "cm.yaml");
		if (found.ok) throw new Error("it was read");
		expect(found.error.code).toBe("LDNS480");
		expect(found.error.message).toMatch(/^cm\.yaml: /);
		expect(found.error.message).toContain(words);
	});
});
