import { describe, expect, it } from "vitest";
import { parseConfig, problemOfSettings } from "../../src/config/config.ts";

const head = "apiVersion: localdns.dev/v1alpha1\nkind: Config\n";
const problemOf = (text: string): string => {
	const parsed = parseConfig(text, "localdns.yaml");
	if (parsed.ok) throw new Error("it was accepted");
	expect(parsed.error.code).toBe("LDNS106");
	return parsed.error.message;
};

describe("localdns.yaml", () => {
	it("gives what it says and nothing else", () => {
		expect(parseConfig(`${head}profile: upstream\nclusterDns: 10.96.0.10\n`, "localdns.yaml")).toEqual({
			ok: true,
			config: { profile: "upstream", clusterDns: "10.96.0.10" },
		});
	});

	it("may be JSON", () => {
		const text = JSON.stringify({
			apiVersion: "localdns.dev/v1alpha1",
			kind: "Config",
			externalUpstreams: ["192.0.2.53"],
		});
		expect(parseConfig(text, "localdns.json")).toEqual({
			ok: true,
			config: { externalUpstreams: ["192.0.2.53"] },
		});
	});

	it("is as strict with settings from elsewhere", () => {
		expect(problemOfSettings({ profile: "article", namespace: "dns" })).toBeUndefined();
		expect(problemOfSettings({ namespace: "A b" })).toContain("namespace");
	});

	it.each([
		["", "apiVersion"],
		["kind: Config\n", "apiVersion"],
		[`${head}profil: article\n`, "profil"],
		[`${head}profile: fast\n`, "profile"],
		[`${head}clusterDns: 10.43.0\n`, "clusterDns"],
		[`${head}clusterDomain: Cluster.Local\n`, "clusterDomain"],
		[`${head}namespace: Kube_System\n`, "namespace"],
		[`${head}externalUpstreams: []\n`, "externalUpstreams"],
		[`${head}profile: article\nprofile: upstream\n`, "line 4"],
		[`${head}profile: [article\n`, "no YAML"],
		["- a list\n", "the document"],
	])("refuses %j and says where", (text, expected) => {
		expect(problemOf(text)).toContain(expected);
	});
});
