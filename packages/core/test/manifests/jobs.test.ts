import { describe, expect, it } from "vitest";
import { nodeObjectName } from "../../src/manifests/jobs/object-name.ts";
import { programConfigMap } from "../../src/manifests/jobs/program.ts";
import type { KubernetesObject } from "../../src/manifests/kubernetes-object.ts";
import { serializeYaml } from "../../src/manifests/serialize.ts";
import { podIn } from "./pod-shapes.ts";
import { breachesOfRestricted } from "./restricted-standard.ts";
import { bundles, otherObjects } from "./sample-objects.ts";

const podsOf = (...names: string[]) =>
	names.flatMap((name) => {
		const objects = otherObjects[name] as readonly KubernetesObject[];
		return objects.flatMap((object) => podIn(object)?.spec ?? []);
	});

describe("objects of other commands", () => {
	it.each(Object.entries(otherObjects))("%s are as in the golden file", async (name, objects) => {
		await expect(serializeYaml(objects)).toMatchFileSnapshot(`../fixtures/objects/${name}.yaml`);
	});
});

describe("the Pod Security Standard restricted", () => {
	it("is kept by probes, by verifications and by the health check", () => {
		const pods = podsOf(
			...["probe-pods", "probe-pods-mirrored", "probe-pods-of-an-image"],
			...["verification", "verification-by-kubelet", "health-check", "health-check-mirrored"],
		);
		expect(pods.length).toBe(8);
		for (const pod of pods) expect(breachesOfRestricted(pod)).toEqual([]);
	});

	it("is not kept by a cache or a node Job, which the judge sees", () => {
		const cache = bundles.flatMap(([, objects]) => objects.flatMap((object) => podIn(object)?.spec ?? []));
		for (const pod of [...cache, ...podsOf("node-config-turn", "node-config-give-back")]) {
			expect(breachesOfRestricted(pod)).not.toEqual([]);
		}
	});

	const [good] = podsOf("probe-pods");
	it.each<[string, object]>([
		["host namespaces", { hostPID: true }],
		["volume h: hostPath", { volumes: [{ name: "h", hostPath: { path: "/" } }] }],
		["probe: seccomp", { securityContext: { runAsNonRoot: true } }],
		["probe: runAsNonRoot", { securityContext: { seccompProfile: { type: "RuntimeDefault" } } }],
		["probe: privilege escalation", { containers: [{ ...good?.containers[0], securityContext: {} }] }],
	])("is broken by %s", (breach, change) => {
		expect(breachesOfRestricted({ ...(good as NonNullable<typeof good>), ...change })).toContain(breach);
	});
});

describe("the scheduled health check", () => {
	it("is remembered whatever words somebody has given it", () => {
		for (const name of ["health-check", "health-check-mirrored"]) {
			const objects = otherObjects[name] as readonly KubernetesObject[];
			const cronJob = JSON.stringify(objects.find(({ kind }) => kind === "CronJob"));
			expect(cronJob).toContain('"--history","-o","json"]');
		}
	});

	it("has its receivers' addresses from a Secret that is mounted, and no right to Secrets", () => {
		const objects = otherObjects["health-check-mirrored"] as readonly KubernetesObject[];
		const cronJob = JSON.stringify(objects.find(({ kind }) => kind === "CronJob"));
		expect(cronJob).toContain('"--receivers","/etc/localdns/receivers"');
		expect(cronJob).toContain('{"name":"receivers","secret":{"secretName":"hooks","optional":true}}');
		const roles = objects.filter(({ kind }) => kind.endsWith("Role"));
		expect(roles).toHaveLength(2);
		expect(JSON.stringify(roles)).not.toContain("secrets");
		expect(JSON.stringify(otherObjects["health-check"])).not.toContain("receivers");
	});
});

describe("a node Job", () => {
	const jobOf = (name: string) =>
		otherObjects[name]?.find(({ kind }) => kind === "Job") as KubernetesObject & {
			spec: { backoffLimit: number; activeDeadlineSeconds: number; ttlSecondsAfterFinished: number };
		};

	it.each([
		["node-config-turn", 360, 120],
		["node-config-give-back", 240, 60],
	])(
		"%s has time for the way there and back, is tried once, and sees two folders of the host",
		(name, deadline, grace) => {
			const { spec, metadata } = jobOf(name);
			expect(spec).toMatchObject({
				backoffLimit: 0,
				activeDeadlineSeconds: deadline,
				ttlSecondsAfterFinished: 3600,
				template: { spec: { terminationGracePeriodSeconds: grace } },
			});
			expect(metadata.namespace).toBe("localdns-node-config");
			const paths = podsOf(name).flatMap(({ volumes = [] }) =>
				volumes.flatMap(({ hostPath }) => hostPath?.path ?? []),
			);
			expect(paths).toEqual(["/etc/rancher", "/etc/systemd/system"]);
		},
	);

	it("passes names and options as words, through no shell", () => {
		const [pod] = podsOf("node-config-turn");
		expect(pod?.containers[0]?.command).toEqual(["node", "/opt/localdns/node-program.mjs", "turn"]);
		expect(pod?.containers[0]?.args).toEqual([
			...["--root", "/host", "--patience-seconds", "90"],
			...["--addresses", "169.254.20.10,10.43.0.10", "--adopt"],
		]);
	});
});

describe("a verification's pod", () => {
	const [byAddress, byKubelet] = podsOf("verification", "verification-by-kubelet");

	it("asks the address that is tried, through the search list that a pod gets, or what the kubelet gives it", () => {
		expect(byAddress).toMatchObject({
			dnsPolicy: "None",
			dnsConfig: {
				nameservers: ["169.254.20.10"],
				searches: ["localdns-verify.svc.cluster.local", "svc.cluster.local", "cluster.local"],
				options: [{ name: "ndots", value: "5" }],
			},
		});
		expect(byKubelet).toMatchObject({ dnsPolicy: "ClusterFirst" });
		expect(byKubelet).not.toHaveProperty("dnsConfig");
	});

	it("is gone at once when it is deleted, ends by itself, and holds no credentials", () => {
		expect(byAddress).toMatchObject({
			terminationGracePeriodSeconds: 0,
			activeDeadlineSeconds: 120,
			automountServiceAccountToken: false,
			restartPolicy: "Never",
		});
	});

	it("shares program and questions with the pods of other nodes, named by what is in them", () => {
		const maps = (name: string) =>
			(otherObjects[name] ?? [])
				.filter(({ kind }) => kind === "ConfigMap")
				.map(({ metadata }) => metadata.name);
		const [program, plan] = maps("verification");
		expect(maps("verification-by-kubelet")[0]).toBe(program);
		expect(maps("verification-by-kubelet")[1]).not.toBe(plan);
	});
});

describe("the name of an object for a node", () => {
	it("is the node's own where that fits", () => {
		expect(nodeObjectName("localdns-plan", "node-a")).toBe("localdns-plan-node-a");
	});

	it("is another one for every node", () => {
		const nodes = ["a.b", "a-b", "A-b", "a..b", "a-b-", "n".repeat(253), `${"n".repeat(252)}m`];
		const names = nodes.map((node) => nodeObjectName("localdns-plan", node));
		expect(new Set(names).size).toBe(nodes.length);
		for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
	});
});

describe("a program in a ConfigMap", () => {
	it("is refused above 1 MiB of UTF-8", () => {
		const text = "ü".repeat(524_288);
		expect(programConfigMap("p", "n", { a: text }).kind).toBe("ConfigMap");
		expect(() => programConfigMap("p", "n", { a: text, b: "x" })).toThrow(
			expect.objectContaining({ code: "LDNS463" }),
		);
	});
});
