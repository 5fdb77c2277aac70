import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type KubernetesObject, rbacCommands, renderBundle, serializeYaml } from "@localdns/core/manifests";
import { afterAll, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../bin/localdns.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "localdns-render-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function localdns(...argv: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...argv], {
		encoding: "utf8",
		cwd: folder,
		timeout: 20_000,
		env: { ...process.env, NO_COLOR: "1" },
	});
	return { status, stdout, stderr };
}

const itemsOf = (...argv: string[]): KubernetesObject[] =>
	(JSON.parse(localdns("render", "-o", "json", ...argv).stdout) as { items: KubernetesObject[] }).items;

const find = (items: KubernetesObject[], kind: string, name: string) =>
	items.find((object) => object.kind === kind && object.metadata.name === name) as KubernetesObject & {
		data: Record<string, string>;
	};

describe("render", () => {
	it("prints a v1 List of the objects in apply order, the same every time", () => {
		const { stdout } = localdns("render", "-o", "json");
		expect(JSON.parse(stdout)).toMatchObject({ apiVersion: "v1", kind: "List" });
		expect(localdns("render", "-o", "json").stdout).toBe(stdout);
		expect(itemsOf().map(({ kind }) => kind)).toEqual([
			"ConfigMap",
			"ServiceAccount",
			"Service",
			"ConfigMap",
			"DaemonSet",
		]);
	});

	it("prints what the library renders, with the tool's version in the inventory", () => {
		const { toolVersion } = JSON.parse(localdns("version", "-o", "json").stdout) as { toolVersion: string };
		expect(localdns("render").stdout).toBe(
			serializeYaml(renderBundle({ profile: "resilient", engine: "node-cache" }, toolVersion)),
		);
	});

	it("takes addresses, families, domain, registry, version and egress policies from flags", () => {
		const items = itemsOf(
			...["--ip-family", "dual", "--local-address", "169.254.25.10,fd00:169:254:25::10"],
			...["--cluster-dns", "10.96.0.10, fd00:96::a", "--cluster-domain", "k.example"],
			...["--registry", "r.example/m", "--engine", "coredns", "--engine-version", "1.14.4"],
			...["--egress-policy-for", "shop", "--egress-policy-for", "pay"],
		);
		expect(find(items, "ConfigMap", "node-local-dns").data.Corefile).toContain(
			"bind 169.254.25.10 fd00:169:254:25::10\n",
		);
		expect(find(items, "ConfigMap", "node-local-dns").data.Corefile).toContain("forward . 10.96.0.10 {\n");
		expect(JSON.stringify(items)).toContain("r.example/m/rancher/mirrored-coredns-coredns:1.14.4");
		const policies = items.filter(({ kind }) => kind === "NetworkPolicy");
		expect(policies.map(({ metadata }) => metadata.namespace)).toEqual(["shop", "pay"]);
	});

	it("lets flags win over the file, and leaves the rest of a setting to it", () => {
		writeFileSync(
			join(folder, "localdns.yaml"),
			`apiVersion: localdns.dev/v1alpha1
kind: Config
images:
  registry: from.file
  pullSecrets: [mirror]
egressPolicies:
  - namespace: shop
    podLabels: { app: till }
clusterDns: [10.96.0.10, "fd00:96::a"]
`,
		);
		const items = itemsOf("-f", "localdns.yaml", "--registry", "from.flag", "--egress-policy-for", "pay");
		const text = JSON.stringify(items);
		expect(text).toContain("from.flag/dns/k8s-dns-node-cache");
		expect(text).not.toContain("from.file");
		expect(text).toContain('"imagePullSecrets":[{"name":"mirror"}]');
		expect(items.filter(({ kind }) => kind === "NetworkPolicy")).toHaveLength(2);
		expect(Object.keys(find(items, "ConfigMap", "node-local-dns").data)).toEqual([
			"Corefile",
			"Corefile-ipv6",
		]);
	});

	it("writes one file per object, numbered in apply order", () => {
		const { status, stdout } = localdns("render", "--mode", "intercept", "--split", "objects");
		expect(status).toBe(0);
		expect(stdout).toBe("");
		expect(readdirSync(join(folder, "objects")).sort()).toEqual([
			"01-configmap-node-local-dns-inventory.yaml",
			"02-serviceaccount-node-local-dns.yaml",
			"03-service-kube-dns-upstream.yaml",
			"04-service-node-local-dns.yaml",
			"05-configmap-node-local-dns.yaml",
			"06-daemonset-node-local-dns.yaml",
		]);
		const joined = readdirSync(join(folder, "objects"))
			.sort()
			.map((name) => readFileSync(join(folder, "objects", name), "utf8"))
			.join("---\n");
		expect(joined).toBe(localdns("render", "--mode", "intercept").stdout);
	});

	it("names the flag whose folder cannot be written", () => {
		writeFileSync(join(folder, "taken"), "");
		const { status, stderr } = localdns("render", "--split", "taken/objects");
		expect(status).toBe(2);
		expect(stderr).toContain("error LDNS103: --split: cannot write to taken/objects");
		expect(stderr).toContain("hint: choose another place for --split, such as one below /tmp");
	});

	it.each([
		[["--engine", "coredns", "--mode", "intercept"], "LDNS407"],
		[["--profile", "article", "--mode", "intercept"], "LDNS407"],
		[["--mode", "intercept", "-n", "dns"], "LDNS407"],
		[["--profile", "article", "--engine", "coredns"], "LDNS407"],
		[["--profile", "article", "--ip-family", "dual"], "LDNS407"],
		[["--profile", "article", "--registry", "r.example"], "LDNS407"],
		[["--ip-family", "ipv6", "--cluster-dns", "10.43.0.10"], "LDNS460"],
		[["--cluster-dns", "10.43.0.10,10.43.0.11"], "LDNS460"],
		[["--local-address", "127.0.0.1"], "LDNS462"],
	])("refuses %j with a hint that works", (argv, code) => {
		const { status, stdout, stderr } = localdns("render", ...argv);
		expect([status, stdout]).toEqual([2, ""]);
		expect(stderr).toContain(`error ${code}: `);
		const [, hint = ""] = /^hint: localdns (.+)$/m.exec(stderr) ?? [];
		expect(localdns(...hint.split(" "))).toMatchObject({ status: 0, stderr: "" });
	});

	it.each([
		[["--cluster-dns", "10.43.0"], 'read ["10.43.0"]'],
		[["--local-address", ""], 'read [""]'],
		[["--cluster-domain", "Cluster.Local"], 'read "Cluster.Local"'],
		[["--registry", "https://r.example"], 'read "https://r.example"'],
		[["--egress-policy-for", "A_b"], 'read "A_b"'],
	])("says of %j what was read", (argv, read) => {
		const { status, stderr } = localdns("render", ...argv);
		expect(status).toBe(2);
		expect(stderr).toContain("error LDNS101: ");
		expect(stderr).toContain(read);
	});
});

describe("rbac", () => {
	it("prints the objects for a command, as YAML or as a v1 List", () => {
		const yaml = localdns("rbac", "--for", "bench").stdout;
		expect(yaml).toMatch(/^apiVersion: v1\nkind: Namespace\n/);
		const list = JSON.parse(localdns("rbac", "--for", "bench", "-o", "json").stdout) as {
			items: KubernetesObject[];
		};
		expect(serializeYaml(list.items)).toBe(yaml);
	});

	it("knows every command that the library has rights of", () => {
		for (const command of rbacCommands) {
			expect(localdns("rbac", "--for", command), command).toMatchObject({ status: 0 });
		}
	});

	it("binds to whom it is told, in the namespace it is told", () => {
		const { stdout } = localdns(
			...["rbac", "--for", "install", "-n", "dns", "--egress-policy-for", "shop"],
			...["--subject", "ServiceAccount:ci/deployer", "-o", "json"],
		);
		const { items } = JSON.parse(stdout) as { items: KubernetesObject[] };
		expect(items.filter(({ kind }) => kind === "Role").map(({ metadata }) => metadata.namespace)).toEqual([
			"kube-system",
			"localdns-node-config",
			"kube-node-lease",
			"localdns-verify",
			"dns",
			"shop",
		]);
		for (const binding of items.filter(({ kind }) => kind.endsWith("Binding"))) {
			expect(binding.subjects).toEqual([{ kind: "ServiceAccount", name: "deployer", namespace: "ci" }]);
		}
	});

	it("says that render needs none", () => {
		expect(localdns("rbac", "--for", "render")).toEqual({
			status: 0,
			stdout: "",
			stderr: "render asks no cluster, so it needs no rights\n",
		});
	});

	it.each([
		[["rbac"], "LDNS102"],
		[["rbac", "--for", "everything"], "LDNS102"],
		[["rbac", "--for", "doctor", "--subject", "jane"], "LDNS101"],
		[["rbac", "--for", "doctor", "--subject", "ServiceAccount:deployer"], "LDNS101"],
		[["rbac", "--for", "doctor", "-n", "A b"], "LDNS101"],
	])("refuses %j", (argv, code) => {
		const { status, stdout, stderr } = localdns(...argv);
		expect([status, stdout]).toEqual([2, ""]);
		expect(stderr).toContain(`error ${code}: `);
	});
});
