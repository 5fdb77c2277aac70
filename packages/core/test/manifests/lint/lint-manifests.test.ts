import { describe, expect, it } from "vitest";
import type { LintOptions } from "../../../src/corefile/lint/result.ts";
import { renderBundle } from "../../../src/manifests/bundle.ts";
import { fixManifests } from "../../../src/manifests/lint/fix-manifests.ts";
import { lintManifests } from "../../../src/manifests/lint/lint-manifests.ts";
import { isManifest, lintText } from "../../../src/manifests/lint/lint-text.ts";
import { serializeJson, serializeYaml } from "../../../src/manifests/serialize.ts";

const image = "registry.k8s.io/dns/k8s-dns-node-cache:1.26.8";

interface Workload {
	readonly args?: string;
	readonly container?: string;
	readonly strategy?: string;
	readonly account?: string;
}

const goodArgs =
	'["-localip", "169.254.20.10", "-conf", "/run/Corefile", "-pidfile=/run/pid", "-skipteardown", "-metrics-listen-address", "127.0.0.1:9353"]';

const daemonSet = ({
	args = goodArgs,
	container = "livenessProbe: {}",
	strategy = "maxSurge: 1",
	account = "",
}: Workload = {}) => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: cache
spec:
  updateStrategy:
    rollingUpdate:
      ${strategy}
  template:
    spec:
      hostNetwork: true
      ${account}
      containers:
        - name: node-cache
          image: ${image}
          args: ${args}
          ${container}
      volumes:
        - name: config
          configMap:
            name: cache
`;

const corefile = (line: string) => `.:53 {
  bind 169.254.20.10
  cache 30
  health 169.254.20.10:8080
  forward . 10.43.0.10
  ${line}
}
`;

const configMap = (text: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: cache
data:
  Corefile: |
${text.replace(/^(?=.)/gm, "    ")}`;

const seen = (text: string, options?: LintOptions): string[] =>
	lintManifests(text, options).findings.map(({ code, line, column }) => `${code} ${line}:${column}`);

describe("lint of the pods around a Corefile", () => {
	it("is silent where nothing is wrong", () => {
		expect(seen(daemonSet())).toEqual([]);
	});

	it.each<[string, Workload, string[]]>([
		["-syncinterval", { args: goodArgs.replace("[", '["-syncinterval=60s", ') }, ["LDNS452 16:18"]],
		[
			"-syncinterval and its value apart",
			{ args: goodArgs.replace("[", '["--syncinterval", "60", ') },
			["LDNS452 16:18"],
		],
		["no -conf", { args: goodArgs.replace('"-conf", "/run/Corefile", ', "") }, ["LDNS453 16:11"]],
		["no -localip", { args: goodArgs.replace('"-localip", "169.254.20.10", ', "") }, ["LDNS453 16:11"]],
		[
			"a placeholder as -localip, which node-cache replaces in its Corefile only",
			{ args: goodArgs.replace("169.254.20.10", "__PILLAR__LOCAL__DNS__") },
			["LDNS453 16:18"],
		],
		["a name as -localip", { args: goodArgs.replace("169.254.20.10", "node-local") }, ["LDNS453 16:18"]],
		[
			"two families in -localip",
			{ args: goodArgs.replace("169.254.20.10", "169.254.20.10,fd00::10") },
			["LDNS453 16:18"],
		],
		["no -pidfile", { args: goodArgs.replace('"-pidfile=/run/pid", ', "") }, ["LDNS455 16:11"]],
		[
			"its own metrics everywhere",
			{ args: goodArgs.replace("127.0.0.1:9353", "0.0.0.0:9353") },
			["LDNS442 16:111"],
		],
		["a surge without -skipteardown", { args: goodArgs.replace('"-skipteardown", ', "") }, ["LDNS457 8:17"]],
		[
			"a surge with -skipteardown=false",
			{ args: goodArgs.replace("-skipteardown", "-skipteardown=false") },
			["LDNS457 8:17"],
		],
		[
			"ports on the host's network",
			{ container: "livenessProbe: {}\n          ports: [{containerPort: 53}]" },
			["LDNS456 18:11"],
		],
		["no liveness probe", { container: "" }, ["LDNS458 14:11"]],
	])("sees %s", (_title, workload, found) => {
		expect(seen(daemonSet(workload))).toEqual(found);
	});

	it("takes several addresses of one family, and what the kubelet fills in", () => {
		for (const value of ["169.254.20.10,10.43.0.10", "fd00::10", "$(LOCAL_IP)"]) {
			expect(seen(daemonSet({ args: goodArgs.replace("169.254.20.10", value) }))).toEqual([]);
		}
	});

	it("needs no -skipteardown without a surge", () => {
		const args = goodArgs.replace('"-skipteardown", ', "");
		expect(seen(daemonSet({ args, strategy: "maxUnavailable: 1" }))).toEqual([]);
	});

	it("sees a ServiceAccount that is named but not there, beside a ConfigMap that is", () => {
		const account = "serviceAccountName: cache";
		const config = configMap(corefile("errors"));
		expect(seen(`${config}---\n${daemonSet({ account })}`)).toEqual(["LDNS459 26:27"]);
		const made = "---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: cache\n";
		expect(seen(`${config}---\n${daemonSet({ account })}${made}`)).toEqual([]);
		expect(seen(daemonSet({ account }))).toEqual([]);
	});

	it("leaves pods alone that serve no DNS on the node", () => {
		expect(seen(daemonSet({ container: "", args: "[]" }).replace(image, "nginx:1.29"))).toEqual([]);
	});
});

describe("lint of a Corefile in a ConfigMap", () => {
	it("names the place in the manifest", () => {
		expect(seen(configMap(corefile("log")))).toEqual(["LDNS441 12:7"]);
	});

	it("names the scalar where its lines are not the Corefile's", () => {
		const quoted = configMap("").replace(/\|\n$/, `${JSON.stringify(corefile("log"))}\n`);
		expect(seen(quoted)).toEqual(["LDNS441 6:13"]);
	});

	it("reads the engine's version from the image that mounts it", () => {
		const option = "forward a.example 10.43.0.10 {\n  next NXDOMAIN\n  }";
		const text = corefile(option).replace("  forward . 10.43.0.10\n", "");
		const both = (tag: string) => `${configMap(text)}---\n${daemonSet().replace("1.26.8", tag)}`;
		expect(seen(both("1.26.8"))).toEqual([]);
		expect(seen(both("1.26.4"))).toEqual(["LDNS403 12:7"]);
		expect(seen(both("1.26.4"), { engine: "node-cache", engineVersion: "1.26.8" })).toEqual([]);
		expect(seen(both("9.9.9"))).toEqual([]);
	});

	it("takes the cluster's own for a CoreDNS", () => {
		expect(seen(configMap(".:53 {\n  kubernetes cluster.local\n  forward . /etc/resolv.conf\n}\n"))).toEqual(
			[],
		);
	});

	it("has one finding for what is no YAML", () => {
		expect(seen("apiVersion: v1\nkind: ConfigMap\ndata: [\n")).toEqual(["LDNS454 4:1"]);
		expect(seen(`kind: A\napiVersion: v1\nx: ${"[".repeat(20_000)}`)).toHaveLength(1);
	});
});

describe("a manifest", () => {
	it.each([
		["registry.example.com:5000/eks/coredns:v1.11.4-eksbuild.2", "coredns", "1.11.4"],
		["k8s-dns-node-cache:1.26.4@sha256:00", "node-cache", "1.26.4"],
		["mirror/k8s-dns-node-cache@sha256:00", "node-cache", "1.26.8"],
	])("with the image %s is judged for %s %s", (named, engine, version) => {
		const workload = daemonSet().replace(image, named);
		expect(lintManifests(`${configMap(corefile("log"))}---\n${workload}`).target).toMatchObject({
			engine,
			version,
		});
	});

	it.each([
		["image", `${configMap(corefile("log"))}---\n${daemonSet().replace(image, `${"a".repeat(300_000)}/`)}`],
		["row of empty lines", configMap(`${"\n".repeat(300_000)}.:53 {\n}\n`)],
	])("with a long %s is read as fast", { timeout: 60_000 }, (_, text) => {
		const started = performance.now();
		lintManifests(text);
		expect(performance.now() - started).toBeLessThan(5_000);
	});

	it("is read in time that grows with its length", { timeout: 15_000 }, () => {
		const maps = Array.from({ length: 3000 }, () => configMap(corefile("log"))).join("---\n");
		const started = performance.now();
		expect(fixManifests(maps).fixed).toHaveLength(3000);
		expect(performance.now() - started).toBeLessThan(10_000);
	});

	it.each([
		['{"apiVersion":"v1","kind":"List","items":[]}'],
		['{"items":[{"apiVersion":"v1","kind":"ConfigMap"}]}'],
		["{ apiVersion: v1, kind: ConfigMap }"],
		["'kind': ConfigMap\n'apiVersion': v1\n"],
	])("is recognised in %s", (text) => {
		expect(isManifest(text)).toBe(true);
	});

	it("is told from a Corefile", () => {
		expect(isManifest(configMap(""))).toBe(true);
		expect(isManifest(serializeJson(renderBundle({ profile: "article", engine: "node-cache" })))).toBe(true);
		expect(isManifest(".:53 {\n  log\n}\n")).toBe(false);
		expect(lintText(".:53 {\n").findings[0]?.code).toBe("LDNS411");
	});

	it.each([serializeYaml, serializeJson])(
		"rendered as the article's has its defects as findings",
		(serialize) => {
			const text = serialize(renderBundle({ profile: "article", engine: "node-cache" }));
			const codes = lintManifests(text).findings.map(({ code }) => code);
			expect(codes.toSorted()).toEqual([
				"LDNS434",
				"LDNS438",
				"LDNS439",
				"LDNS441",
				"LDNS442",
				"LDNS442",
				"LDNS450",
				"LDNS455",
				"LDNS456",
				"LDNS458",
			]);
		},
	);

	it("of the article without its ServiceAccount lacks that as well", () => {
		const objects = renderBundle({ profile: "article", engine: "node-cache" });
		const text = serializeYaml(objects.filter(({ kind }) => kind !== "ServiceAccount"));
		expect(lintManifests(text).findings.map(({ code }) => code)).toContain("LDNS459");
	});

	it.each([
		{ engine: "node-cache", mode: "kubelet", ipFamily: "ipv4" },
		{ engine: "node-cache", mode: "kubelet", ipFamily: "dual" },
		{ engine: "node-cache", mode: "intercept", ipFamily: "ipv6" },
		{ engine: "coredns", mode: "kubelet", ipFamily: "dual" },
	] as const)("rendered as resilient has no finding: $engine $mode $ipFamily", (settings) => {
		const text = serializeYaml(renderBundle({ profile: "resilient", ...settings }));
		expect(lintManifests(text).findings).toEqual([]);
	});
});

describe("fixing a manifest", () => {
	it("changes the lines of a literal block and no other byte", () => {
		const tail = `---\n${daemonSet({ container: "" })}`;
		const before = `# first\n${configMap(corefile("log   # all"))}${tail}`;
		const { text, fixed, rest } = fixManifests(before);
		expect(text).toBe(
			before.replace("      log   # all\n", "      log . {\n        class error\n      }   # all\n"),
		);
		expect(fixed.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual(["LDNS441 13:7"]);
		expect(rest.findings.map(({ code }) => code)).toEqual(["LDNS458"]);
	});

	it("keeps the line ends of the file", () => {
		const before = configMap(corefile("log")).replaceAll("\n", "\r\n");
		expect(fixManifests(before).text).toBe(
			configMap(corefile("log . {\n    class error\n  }")).replaceAll("\n", "\r\n"),
		);
	});

	it("takes out the last line of a block, and leaves what follows in place", () => {
		const text = `${configMap(".:53\nloop\nerrors\nerrors\n")}  other: kept\n`;
		expect(fixManifests(text).text).toBe(text.replace("    errors\n", ""));
	});

	it("leaves a Corefile in quotes alone", () => {
		const quoted = configMap("").replace(/\|\n$/, `${JSON.stringify(corefile("log"))}\n`);
		expect(fixManifests(quoted)).toMatchObject({ text: quoted, fixed: [] });
	});
});
