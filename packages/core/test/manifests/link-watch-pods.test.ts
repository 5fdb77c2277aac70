import { describe, expect, it } from "vitest";
import { linkWatchPods, nodeConfigNamespace, permissionsFor } from "../../src/manifests/index.ts";
import { podIn } from "./pod-shapes.ts";
import { breachesOfRestricted } from "./restricted-standard.ts";

const targets = [
	{ node: "near", address: "100.64.0.1" },
	{ node: "edge.example", address: "100.64.0.2" },
];
const objects = linkWatchPods({
	...{ run: "a1b2c3", program: "the program\n", nodes: ["near", "edge.example"], targets },
	...{ benchNamespace: "localdns-bench", longestMs: 900_000.4 },
});
const [carrier, ...pods] = objects;

describe("pods that watch the links of their nodes", () => {
	it("break the Pod Security Standard restricted by their folders of the node and by nothing else", () => {
		for (const pod of pods) {
			const spec = podIn(pod as never)?.spec as NonNullable<ReturnType<typeof podIn>>["spec"];
			expect(breachesOfRestricted(spec)).toEqual(
				["run", "net", "lib"].map((name) => `volume ${name}: hostPath`),
			);
		}
	});

	it("come after their program, and are found by the label of their run", () => {
		expect(objects.map(({ kind }) => kind)).toEqual(["ConfigMap", "Pod", "Pod"]);
		for (const { metadata } of objects) {
			expect(metadata.namespace).toBe(nodeConfigNamespace);
			expect(metadata.labels).toMatchObject({
				"app.kubernetes.io/name": "localdns-link-watch",
				"localdns.dev/run": "a1b2c3",
			});
		}
		expect(carrier?.metadata.name).toBe("localdns-link-watch-a1b2c3");
	});

	it("ping every target but their own node, and end by themselves", () => {
		const specs = pods.map(
			({ spec }) => spec as { containers: { args: string[] }[]; activeDeadlineSeconds: number },
		);
		expect(specs.map(({ containers }) => containers[0]?.args)).toEqual([
			["--targets", JSON.stringify([targets[1]]), "--watch-ms", "900000"],
			["--targets", JSON.stringify([targets[0]]), "--watch-ms", "900000"],
		]);
		expect(specs[0]?.activeDeadlineSeconds).toBe(901 + 120);
	});
});

describe("the rights of bench", () => {
	const inPrivileged = (linkInfo: boolean) =>
		permissionsFor("bench", { namespace: "localdns-bench", egressNamespaces: [], linkInfo })
			.filter(({ scope }) => "namespace" in scope && scope.namespace === nodeConfigNamespace)
			.map(({ resource, verbs }) => [resource, verbs]);

	it("reach into the privileged namespace with --link-info alone, and no further than the watch", () => {
		expect(inPrivileged(false)).toEqual([]);
		expect(inPrivileged(true)).toEqual([
			["pods", ["create", "list", "delete"]],
			["configmaps", ["create", "delete"]],
			["pods/log", ["get"]],
			["configmaps", ["list"]],
		]);
	});
});
