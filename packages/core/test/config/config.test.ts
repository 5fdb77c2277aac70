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

describe("settings of the objects", () => {
	it("are taken as they stand", () => {
		const settings = {
			ipFamily: "dual",
			localAddress: ["169.254.25.10", "fd00::10"],
			clusterDns: "10.96.0.10",
			clusterCidrs: ["10.244.0.0/16", "fd00:244::/56"],
			metricsPort: 19253,
			images: { registry: "r.example:5000/mirror", pullPolicy: "Never", pullSecrets: ["mirror"] },
			nodeSelector: { "topology.kubernetes.io/zone": "" },
			tolerations: [
				{ operator: "Exists" },
				{ key: "edge", value: "yes", effect: "NoExecute", tolerationSeconds: 30 },
			],
			resources: { requests: { cpu: "25m", memory: "64Mi" }, limits: { memory: "0.5Gi", cpu: "0.025" } },
			trafficDistribution: "PreferSameZone",
			egressPolicies: [{ namespace: "shop", podLabels: { app: "till" } }],
		};
		expect(parseConfig(`${head}${JSON.stringify(settings).slice(1, -1)}`, "f").ok).toBe(false);
		expect(
			parseConfig(JSON.stringify({ apiVersion: "localdns.dev/v1alpha1", kind: "Config", ...settings }), "f"),
		).toEqual({ ok: true, config: settings });
	});

	it.each([
		["clusterDns: 10.43.0", '"10.43.0"'],
		["localAddress: [169.254.20.10, 169.254.20.11, 169.254.20.12]", "localAddress"],
		["clusterCidrs: [10.42.0.0]", '"10.42.0.0"'],
		["metricsPort: 80", "read 80"],
		["images: {registry: https://r.example}", '"https://r.example"'],
		["images: {registry: r.example/}", '"r.example/"'],
		["images: {cach: x}", "cach"],
		["nodeSelector: {a b: c}", "nodeSelector"],
		["nodeSelector: {a: b c}", '"b c"'],
		["tolerations: [{value: x}]", "tolerations[0]"],
		["tolerations: [{operator: Exists, value: x}]", "tolerations[0]"],
		["tolerations: [{key: a, tolerationSeconds: 3}]", "NoExecute"],
		["resources: {limits: {memory: 64 MB}}", '"64 MB"'],
		["resources: {limits: {memory: 1Gi}, requests: {memory: 1025Mi}}", "a request is above its limit"],
		['resources: {limits: {cpu: "1"}, requests: {cpu: 1001m}}', "a request is above its limit"],
		["egressPolicies: [{namespace: Shop}]", '"Shop"'],
	])("with %j are refused and say what was read", (line, expected) => {
		expect(problemOf(`${head}${line}\n`)).toContain(expected);
	});
});
