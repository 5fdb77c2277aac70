import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type KubernetesObject, probePods, startAnnotation } from "@localdns/core/manifests";
import type { ProbePlan } from "@localdns/core/measure";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";
import { type BuiltImage, buildProbeImage } from "../../scripts/build-image.ts";
import { readElf } from "../../scripts/image/elf.ts";
import { platforms } from "../../scripts/image/platforms.ts";
import { readLines } from "../servers/read-chunks.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-probe-image-"));
const archive = join(folder, "probe.tar");
const layout = join(folder, "layout");
let image: BuiltImage;

beforeAll(async () => {
	await requireClusterLabHost();
	image = await buildProbeImage(archive);
	mkdirSync(layout);
	execFileSync("tar", ["-C", layout, "-xf", archive]);
	// 100 MB are fetched where npm has them not yet, and compressed.
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

interface Descriptor {
	digest: string;
	size: number;
	platform: { architecture: string };
}

/** What a descriptor stands for; fails where it is not that. */
function blob({ digest, size }: Descriptor): Buffer {
	const bytes = readFileSync(join(layout, "blobs", digest.replace(":", "/")));
	expect(bytes.length).toBe(size);
	expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).toBe(digest);
	return bytes;
}
const json = (descriptor: Descriptor) => JSON.parse(blob(descriptor).toString("utf8"));

function imageOf(architecture: string) {
	const { manifests } = JSON.parse(readFileSync(join(layout, "index.json"), "utf8"));
	const own = json(manifests[0]).manifests.find(
		(each: Descriptor) => each.platform.architecture === architecture,
	);
	const { config, layers } = json(own);
	return { config: json(config), layers: (layers as Descriptor[]).map((each) => gunzipSync(blob(each))) };
}

describe("the probe's image", () => {
	// amd64 runs below; here is what can be said of the other without a machine of its kind.
	it.each(platforms)(
		"holds Node for $architecture and every library that it loads, for that machine",
		({ architecture, machine }) => {
			const { config, layers } = imageOf(architecture);
			expect(config).toMatchObject({ architecture, os: "linux", config: { User: "65534:65534" } });
			expect(config.rootfs.diff_ids).toEqual(
				layers.map((layer) => `sha256:${createHash("sha256").update(layer).digest("hex")}`),
			);
			const root = join(folder, architecture);
			mkdirSync(root);
			for (const layer of layers) execFileSync("tar", ["-C", root, "-xf", "-"], { input: layer });
			const [node, flag, program] = config.config.Entrypoint as [string, string, string];
			expect(flag).toBe("--max-semi-space-size=1");
			expect(existsSync(join(root, program))).toBe(true);
			const files = execFileSync("find", [root, "-name", "*.so*"], { encoding: "utf8" }).trim().split("\n");
			const { interpreter = "", needed } = readElf(readFileSync(join(root, node)));
			expect(existsSync(join(root, interpreter))).toBe(true);
			const wanted = [...needed, ...files.flatMap((file) => readElf(readFileSync(file)).needed)];
			for (const name of wanted) expect(files.some((file) => file.endsWith(`/${name}`))).toBe(true);
			for (const file of [join(root, node), ...files])
				expect(readElf(readFileSync(file)).machine).toBe(machine);
		},
	);
});

interface PodOfProbe {
	spec: { containers: [{ resources: { limits: Record<string, string> } }] };
}

/** Asks what is there on every cluster, so that nothing but the probe itself can fail. */
const planOf = (run: string, node: string): Omit<ProbePlan, "startAtMs"> => ({
	kind: "ProbePlan",
	run,
	node,
	seed: 3,
	warmupMs: 1000,
	durationMs: 4000,
	gapMs: 50,
	deadlineMs: 5000,
	stubProfile: "glibc",
	allArms: ["direct"],
	arms: [{ arm: "direct" }],
	workloads: [
		{
			workload: "hot",
			rate: 10,
			names: { "*": [{ name: "kubernetes.default", form: "svc.ns", expect: "address" }] },
		},
	],
});

describe("on a node", () => {
	const namespace = "probe-image";
	const node = "near";
	let cluster: DrivenCluster;
	const kubectl = (...argv: string[]) => cluster.kubectl(["-n", namespace, ...argv]);
	const create = (...objects: object[]) =>
		cluster.kubectl(["create", "-f", "-"], objects.map((each) => JSON.stringify(each)).join("\n"));

	/** Makes a probe and waits until it waits. @returns its pod */
	async function openProbe(run: string, cpuLimit?: string): Promise<string> {
		const objects = probePods({
			run,
			namespace,
			image: { reference: image.reference, images: { pullPolicy: "Never" } },
			plans: { [node]: JSON.stringify(planOf(run, node)) },
			deadlineSeconds: 300,
			resolver: {
				nameservers: ["10.43.0.10"],
				searches: ["default.svc.cluster.local", "svc.cluster.local", "cluster.local"],
			},
		});
		expect(objects.map(({ kind }) => kind)).toEqual(["ConfigMap", "Pod"]);
		const [map, pod] = objects as [KubernetesObject, KubernetesObject & PodOfProbe];
		if (cpuLimit !== undefined) pod.spec.containers[0].resources.limits.cpu = cpuLimit;
		await create(map, pod);
		const name = `pod/${pod.metadata.name}`;
		await kubectl("wait", "--for=condition=Ready", "--timeout=90s", name);
		const log = await eventually(
			() => kubectl("logs", name),
			(text) => text.includes('"ready"'),
		);
		expect(JSON.parse(log)).toMatchObject({ kind: "ready", run, node });
		return name;
	}

	/** Waits for its end. @returns what it wrote */
	async function closeProbe(pod: string) {
		await kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=110s", pod);
		const { reader, records } = await readLines((await kubectl("logs", pod)).split("\n"));
		expect(reader).toMatchObject({ hasLast: true, damaged: 0, lastWords: undefined });
		return {
			hello: records.find((each) => each.kind === "hello"),
			samples: records.filter((each) => each.kind === "sample"),
			summary: records.find((each) => each.kind === "summary"),
		};
	}

	beforeAll(async () => {
		cluster = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("clean"), seed: 11 }, folder);
		const ctr = ["ctr", "--address", "/run/k3s/containerd/containerd.sock", "--namespace", "k8s.io"];
		const imported = await cluster.run(`node/${node}`, ...ctr, "images", "import", archive);
		expect(imported, imported.stderr).toMatchObject({ code: 0 });
		const listed = await cluster.run(`node/${node}`, ...ctr, "images", "list");
		expect(listed.stdout).toContain(`${image.reference} `);
		const metadata = { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } };
		await create({ apiVersion: "v1", kind: "Namespace", metadata });
		await kubectl("wait", "--for=create", "serviceaccount/default", "--timeout=20s");
	});
	afterAll(() => cluster?.close());

	it("measures without a program in a ConfigMap, and says whether the kernel kept it from the CPU", async () => {
		// 2 ms of every 100: less than it takes to read an answer and write it down.
		const pods = await Promise.all([openProbe("free"), openProbe("limited", "20m")]);
		await kubectl("annotate", ...pods, `${startAnnotation}=${Date.now() + 5000}`);
		const [free, limited] = await Promise.all(pods.map(closeProbe));
		expect(free?.hello).toMatchObject({ nodeVersion: process.version, nameservers: ["10.43.0.10"] });
		expect(free?.summary?.maxRssBytes).toBeLessThan(100 * 1024 * 1024);
		expect(free?.summary?.throttled?.periods).toBe(0);
		expect(limited?.summary?.throttled?.periods).toBeGreaterThan(0);
		// On a busy machine slots may be missed; what was asked was answered.
		const outcomes = new Set(free?.samples.map((each) => each.outcome));
		outcomes.delete("probe_fault");
		expect([...outcomes]).toEqual(["ok"]);
	}, 300_000);
});
