import { describe, expect, it } from "vitest";
import {
	nodeConfigNamespace,
	nodeFactsConfigMap,
	nodeFactsPod,
	permissionsFor,
	rbacFor,
} from "../../src/manifests/index.ts";
import { podIn } from "./pod-shapes.ts";
import { breachesOfRestricted } from "./restricted-standard.ts";

const program = nodeFactsConfigMap("the program\n");
const pod = nodeFactsPod({
	node: "edge.example",
	targets: [{ node: "near; rm -r /", address: "100.64.0.1" }],
	configMap: program.metadata.name,
	suffix: "a1b2c3",
});
const spec = podIn(pod)?.spec as NonNullable<ReturnType<typeof podIn>>["spec"];

describe("a pod that finds out about its node", () => {
	it("breaks the Pod Security Standard restricted by its folders of the node and by nothing else", () => {
		expect(breachesOfRestricted(spec)).toEqual(
			["run", "net", "lib"].map((name) => `volume ${name}: hostPath`),
		);
	});

	it("sees them read-only, and has none made that is missing", () => {
		const [container] = (pod.spec as { containers: { volumeMounts: { readOnly: boolean }[] }[] }).containers;
		expect(container?.volumeMounts.map(({ readOnly }) => readOnly)).toEqual([true, true, true, true]);
		const { volumes } = pod.spec as { volumes: { hostPath?: { type: string } }[] };
		expect(volumes.flatMap(({ hostPath }) => hostPath?.type ?? [])).toEqual(Array(3).fill("Directory"));
	});

	it("gets its targets as one argument that no shell reads", () => {
		const { containers } = pod.spec as { containers: { command: string[]; args: string[] }[] };
		expect(containers[0]?.command).toEqual(["node", "/opt/localdns/node-facts.mjs"]);
		expect(containers[0]?.args).toEqual(["--targets", '[{"node":"near; rm -r /","address":"100.64.0.1"}]']);
	});
});

describe("the rights of doctor", () => {
	const inPrivileged = (linkInfo: boolean) =>
		permissionsFor("doctor", { namespace: "kube-system", egressNamespaces: [], linkInfo }).filter(
			({ scope }) => "namespace" in scope && scope.namespace === nodeConfigNamespace,
		);

	it("reach into the privileged namespace with --link-info alone, and make it", () => {
		expect(inPrivileged(false)).toEqual([]);
		expect(inPrivileged(true).map(({ resource, verbs }) => [resource, verbs])).toEqual([
			["pods", ["create", "list", "delete"]],
			["configmaps", ["create", "delete"]],
		]);
		const namespaces = (linkInfo: boolean) =>
			rbacFor("doctor", { linkInfo }).filter(({ kind }) => kind === "Namespace").length;
		expect([namespaces(false), namespaces(true)]).toEqual([0, 1]);
	});
});
