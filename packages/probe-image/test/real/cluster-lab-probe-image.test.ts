import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { probePods, startAnnotation } from "@localdns/core/manifests";
import { ChunkReader, type ProbePlan, type ProbeRecord } from "@localdns/core/measure";
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

describe("on a node", () => {
	const namespace = "probe-image";
	let cluster: DrivenCluster;
	beforeAll(async () => {
		cluster = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("clean"), seed: 11 }, folder);
	});
	afterAll(() => cluster?.close());

	it("is imported by containerd and measures, without a program in a ConfigMap", async () => {
		const [node = ""] = cluster.places;
		const ctr = ["ctr", "--address", "/run/k3s/containerd/containerd.sock", "--namespace", "k8s.io"];
		const imported = await cluster.run(node, ...ctr, "images", "import", archive);
		expect(imported, imported.stderr).toMatchObject({ code: 0 });
		expect((await cluster.run(node, ...ctr, "images", "list")).stdout).toContain(`${image.reference} `);

		const metadata = { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } };
		await cluster.kubectl(
			["create", "-f", "-"],
			JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata }),
		);
		const kubectl = (...argv: string[]) => cluster.kubectl(["-n", namespace, ...argv]);
		await kubectl("wait", "--for=create", "serviceaccount/default", "--timeout=20s");
		const plan: Omit<ProbePlan, "startAtMs"> = {
			kind: "ProbePlan",
			run: "image",
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
					rate: 5,
					names: { "*": [{ name: "kubernetes.default", form: "svc.ns", expect: "address" }] },
				},
			],
		};
		const objects = probePods({
			run: "image",
			namespace,
			image: { reference: image.reference, images: { pullPolicy: "Never" } },
			plans: { [node]: JSON.stringify(plan) },
			deadlineSeconds: 300,
			resolver: {
				nameservers: ["10.43.0.10"],
				searches: ["default.svc.cluster.local", "svc.cluster.local", "cluster.local"],
			},
		});
		await cluster.kubectl(["create", "-f", "-"], objects.map((each) => JSON.stringify(each)).join("\n"));
		const pod = `pod/${objects.find(({ kind }) => kind === "Pod")?.metadata.name}`;
		await kubectl("wait", "--for=condition=Ready", "--timeout=90s", pod);
		const waiting = await eventually(
			() => kubectl("logs", pod),
			(log) => log.includes('"ready"'),
		);
		expect(JSON.parse(waiting)).toMatchObject({ kind: "ready", run: "image", node });

		await kubectl("annotate", pod, `${startAnnotation}=${Date.now() + 5000}`);
		// The kubelet hands an annotation on within its sync period, a minute or so.
		await kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=110s", pod);
		const reader = new ChunkReader({
			sha256: (text) => createHash("sha256").update(text).digest("hex"),
			inflate: async (base64) => gunzipSync(Buffer.from(base64, "base64")).toString("utf8"),
		});
		const records: ProbeRecord[] = [];
		for (const line of (await kubectl("logs", pod)).split("\n")) records.push(...(await reader.take(line)));
		expect(reader).toMatchObject({ hasLast: true, damaged: 0, lastWords: undefined });
		const hello = records.find((each) => each.kind === "hello");
		expect(hello).toMatchObject({ nodeVersion: process.version, nameservers: ["10.43.0.10"] });
		const summary = records.find((each) => each.kind === "summary");
		expect(summary?.maxRssBytes).toBeLessThan(100 * 1024 * 1024);
		// Told late, it has left out a part and says so; what it asked was answered.
		const samples = records.filter((each) => each.kind === "sample");
		expect(samples.filter((each) => !["ok", "probe_fault"].includes(each.outcome))).toEqual([]);
		expect(samples.length > 0 || summary?.joinedAtMs !== undefined).toBe(true);
	}, 300_000);
});
