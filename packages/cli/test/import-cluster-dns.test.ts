import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../bin/localdns.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-import-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const corefile = [
	".:53 {",
	"    kubernetes k.example in-addr.arpa ip6.arpa {",
	"      fallthrough in-addr.arpa ip6.arpa",
	"    }",
	"    hosts /etc/coredns/NodeHosts {",
	"      fallthrough",
	"    }",
	"    forward . /etc/resolv.conf",
	"    import /etc/coredns/custom/*.override",
	"}",
	"import /etc/coredns/custom/*.server",
];

const configMap = (name: string, data: Record<string, string>) => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name, namespace: "kube-system" },
	data,
});

const clusterDns = (custom: Record<string, string>): string =>
	JSON.stringify({
		apiVersion: "v1",
		kind: "List",
		items: [
			configMap("coredns", { Corefile: `${corefile.join("\n")}\n`, NodeHosts: "10.0.0.1 node-1\n" }),
			configMap("coredns-custom", custom),
		],
	});

const custom = {
	"a.override": "forward dev.example 10.2.2.2\n",
	"corp.server": "corp.example:53 {\n  forward . 10.1.1.1\n}\n",
};

function render(argv: string[], input = "") {
	const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "render", "-o", "json", ...argv], {
		encoding: "utf8",
		cwd: folder,
		timeout: 20_000,
		input,
	});
	return { status, stdout, stderr };
}

function corefileOf(stdout: string): string {
	const { items } = JSON.parse(stdout) as { items: { kind: string; data?: { Corefile?: string } }[] };
	return items.find(({ data }) => data?.Corefile !== undefined)?.data?.Corefile ?? "";
}

beforeAll(() => writeFileSync(join(folder, "cluster-dns.json"), clusterDns(custom)));

describe("render --import-cluster-dns", () => {
	it("keeps the cluster's names where others go to the node's resolvers, and says so on stderr", () => {
		const { status, stdout, stderr } = render([
			"--profile",
			"upstream",
			"--import-cluster-dns",
			"cluster-dns.json",
		]);
		expect(status).toBe(0);
		expect(corefileOf(stdout)).toContain("\nnode-1:53 corp.example:53 {\n");
		expect(corefileOf(stdout)).toMatch(/^k\.example:53 \{/);
		expect(stderr.split("\n")).toEqual([
			expect.stringMatching(/^warning: all other names .* \(\/etc\/coredns\/Corefile:8\)$/),
			"node-1: asked of the cluster DNS: hosts answers it (/etc/coredns/Corefile:5)",
			"corp.example: asked of the cluster DNS (/etc/coredns/custom/corp.server:1)",
			expect.stringContaining("a node that joins"),
			expect.stringMatching(/^forward dev\.example 10\.2\.2\.2 is never reached.*a\.override:1\)$/),
			"",
		]);
	});

	it("copies the servers of stub domains on request", () => {
		const { stdout } = render(["--import-cluster-dns", "cluster-dns.json", "--direct-stub-domains"]);
		expect(corefileOf(stdout)).toMatch(/^corp\.example:53 \{[^}]*[\s\S]*?forward \. 10\.1\.1\.1 \{/);
	});

	it("reads stdin and changes nothing where every name goes to the cluster DNS", () => {
		const { stdout, stderr } = render(["--import-cluster-dns", "-"], clusterDns(custom));
		const plain = corefileOf(render([]).stdout);
		expect(corefileOf(stdout)).toBe(plain);
		expect(stderr).toContain("every name goes to the cluster DNS");
	});

	it("lets the file's own stub domains win", () => {
		writeFileSync(
			join(folder, "localdns.yaml"),
			"apiVersion: localdns.dev/v1alpha1\nkind: Config\nprofile: upstream\nstubDomains:\n  - zone: corp.example\n    upstreams: [10.7.7.7]\n",
		);
		const { stdout } = render(["-f", "localdns.yaml", "--import-cluster-dns", "cluster-dns.json"]);
		expect(corefileOf(stdout)).toMatch(/corp\.example:53 \{[\s\S]*?forward \. 10\.7\.7\.7\n/);
		expect(corefileOf(stdout)).toContain("\nnode-1:53 {");
	});

	it.each([
		["LDNS104", ["--import-cluster-dns", "missing.yaml"], ""],
		["LDNS480", ["--import-cluster-dns", "-"], ""],
		["LDNS480", ["--import-cluster-dns", "-"], "kind: ["],
		["LDNS481", ["--import-cluster-dns", "-"], clusterDns({ "x.server": "{$ZONE} {\n}\n" })],
		["LDNS481", ["--import-cluster-dns", "-"], clusterDns({ "x.server": "corp.example {\n" })],
		["LDNS482", ["--profile", "article", "--import-cluster-dns", "cluster-dns.json"], ""],
		["LDNS101", ["--direct-stub-domains"], ""],
	])("ends with %s for %j", (code, argv, input) => {
		const { status, stdout, stderr } = render(argv, input);
		expect(stderr).toContain(`error ${code}`);
		expect(stderr).toContain("hint: ");
		expect(stderr).not.toMatch(/\n\s+at /);
		expect([status, stdout]).toEqual([2, ""]);
	});

	it("names the place of what it cannot read", () => {
		const { stderr } = render(
			["--import-cluster-dns", "-"],
			clusterDns({ "x.server": "corp.example {\n}\n{$ZONE} {\n}\n" }),
		);
		expect(stderr).toContain("-: /etc/coredns/custom/x.server:3:1: ");
	});
});
