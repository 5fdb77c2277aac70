import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiObject } from "@localdns/core/cluster";
import {
	type BundleSettings,
	combinations,
	type KubernetesObject,
	renderBundle,
} from "@localdns/core/manifests";
import {
	appliedConfiguration,
	changeOf,
	type FieldChange,
	objectChanges,
	readInventory,
	refOf,
	refText,
} from "@localdns/core/plan";
import { parseLinkSpec } from "@localdns/lab";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
	type DrivenCluster,
	openDrivenCluster,
	requireClusterLabHost,
} from "../../../lab/test/real/cluster-driver.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-plan-lab-"));
let cluster: DrivenCluster;

beforeAll(async () => {
	await requireClusterLabHost();
	cluster = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=1ms"), seed: 5 }, folder);
});
afterAll(async () => {
	await cluster?.close();
	rmSync(folder, { recursive: true });
});

const lines = (objects: readonly object[]) => objects.map((object) => JSON.stringify(object)).join("\n");
const asLocaldns = [
	"apply",
	"--server-side",
	"--field-manager=localdns",
	"--show-managed-fields",
	"-o",
	"json",
];

/** Server-side apply as localdns does it. @returns the objects as they are, or would be, in their order */
async function apply(objects: readonly KubernetesObject[], ...flags: string[]): Promise<ApiObject[]> {
	const printed = await cluster.kubectl([...asLocaldns, ...flags, "-f", "-"], lines(objects));
	return (JSON.parse(printed) as { items: ApiObject[] }).items;
}

/** Objects as they are now, by `refText`. */
async function liveOf(objects: readonly KubernetesObject[]): Promise<Map<string, ApiObject>> {
	const printed = await cluster.kubectl(
		["get", "--show-managed-fields", "-o", "json", "-f", "-"],
		lines(objects),
	);
	const { items } = JSON.parse(printed) as { items: ApiObject[] };
	return new Map(objects.map((object, index) => [refText(refOf(object)), items[index] as ApiObject]));
}

const addressesOf = {
	ipv4: ["10.43.0.10"],
	ipv6: ["fd00:43::a"],
	dual: ["10.43.0.10", "fd00:43::a"],
} as const;
const bundle = (settings: Partial<BundleSettings> = {}) =>
	renderBundle(
		{ profile: "resilient", engine: "node-cache", mode: "kubelet", ...settings } as BundleSettings,
		"1.0.0",
	);

const withoutFilled = (objects: unknown): unknown =>
	JSON.parse(JSON.stringify(objects).replaceAll('"apiVersion":"v1","fieldPath"', '"fieldPath"'));

it("no bundle differs from what the API server makes of it, and each comes back out of it", async () => {
	for (const combination of combinations.filter(({ profile }) => profile !== "article")) {
		const wanted = bundle({
			...combination,
			clusterDns: addressesOf[combination.ipFamily],
			egressPolicies: [{ namespace: "default" }],
		});
		const live = await apply(wanted, "--dry-run=server");
		const kinds = wanted.map((object, index) => changeOf(live[index], object).kind);
		expect(kinds, JSON.stringify(combination)).toEqual(wanted.map(() => "unchanged"));
		expect(withoutFilled(live.map(appliedConfiguration))).toEqual(withoutFilled(wanted));
	}
});

const fieldsOf = (changes: readonly object[]): FieldChange[] =>
	changes.flatMap((change) => ("fields" in change ? (change.fields as FieldChange[]) : []));

it("sees another's edits, and names the same owner as the API server's conflict", async () => {
	const wanted = bundle();
	await apply(wanted);
	const daemonSet = ["-n", "kube-system", "daemonset", "node-local-dns"];
	await cluster.kubectl(["annotate", ...daemonSet, "theirs=kept"]);
	expect(fieldsOf(objectChanges(await liveOf(wanted), wanted, undefined))).toEqual([]);

	const patch = JSON.stringify({ spec: { revisionHistoryLimit: 9 } });
	await cluster.kubectl([
		"patch",
		...daemonSet,
		"--field-manager=somebody",
		"--type=merge",
		"--patch",
		patch,
	]);
	expect(fieldsOf(objectChanges(await liveOf(wanted), wanted, undefined))).toEqual([
		{ path: "spec.revisionHistoryLimit", from: 9, to: 3, owners: ["somebody"] },
	]);
	await expect(apply(wanted, "--dry-run=server")).rejects.toThrow(/"somebody".*\n?.*revisionHistoryLimit/s);
	await apply(wanted, "--force-conflicts");
	expect(fieldsOf(objectChanges(await liveOf(wanted), wanted, undefined))).toEqual([]);
});

it("an upgrade is foretold field by field, is nothing once it is done, and is taken back by what was applied before", async () => {
	const former = bundle();
	const wanted = bundle({ metrics: "off", engineVersion: "1.26.6" });
	const before = await liveOf(former);
	const foretold = objectChanges(
		before,
		wanted,
		readInventory(before.get(refText(refOf(former[0] as never)))),
	);
	expect(foretold.map(({ kind }) => kind)).toContain("delete");
	expect(fieldsOf(foretold).map(({ path }) => path)).toContain(
		"spec.template.spec.containers[name=node-cache].image",
	);
	expect(fieldsOf(foretold)).toContainEqual(
		expect.objectContaining({
			path: "spec.template.spec.containers[name=node-cache].env[name=NODE_IP]",
			to: undefined,
		}),
	);

	const done = await apply(wanted);
	expect(wanted.map((object, index) => changeOf(done[index], object).kind)).toEqual(
		wanted.map(() => "unchanged"),
	);

	const back = [...before.values()].flatMap((object) => appliedConfiguration(object) ?? []);
	expect(back).toHaveLength(former.length);
	await apply(back);
	const again = await liveOf(former);
	expect(objectChanges(again, former, undefined).map(({ kind }) => kind)).toEqual(
		former.map(() => "unchanged"),
	);
	const specs = (objects: ReadonlyMap<string, ApiObject>) =>
		[...objects.values()].map(({ spec, data }) => ({ spec, data }));
	expect(specs(again)).toEqual(specs(before));
});

it("what was made by hand is adopted, and is its maker's until then", async () => {
	const wanted = bundle({ namespace: "default" });
	const [account] = wanted.filter(({ kind }) => kind === "ServiceAccount") as [KubernetesObject];
	const { labels: _labels, ...metadata } = account.metadata;
	await cluster.kubectl(["apply", "-f", "-"], JSON.stringify({ ...account, metadata }));
	const live = await liveOf([account]);
	expect([...live.values()].map((object) => changeOf(object, account))).toMatchObject([
		{ kind: "adopt", managers: ["kubectl-client-side-apply"] },
	]);
});
