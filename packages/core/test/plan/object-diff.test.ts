import { describe, expect, it } from "vitest";
import { changeOf, type FieldChange, type ObjectChange } from "../../src/plan/index.ts";
import { applied, pair, withValue, writtenBy } from "./live-objects.ts";

const container = ["spec", "template", "spec", "containers", 0] as const;
const inContainer = (tree: object) => ({
	"f:spec": {
		"f:template": { "f:spec": { "f:containers": { 'k:{"name":"node-cache"}': tree } } },
	},
});
const daemonSet = pair("DaemonSet");
const fieldsOf = (change: ObjectChange): readonly FieldChange[] => ("fields" in change ? change.fields : []);
const pathsOf = (change: ObjectChange): string[] => fieldsOf(change).map(({ path }) => path);
const containerPath = "spec.template.spec.containers[name=node-cache]";

describe("an object that the API server has as it was applied", () => {
	it.each(applied)("is unchanged, whatever the server filled in: $name", ({ wanted, live }) => {
		const kinds = wanted.map((object, index) => changeOf(live[index], object).kind);
		expect(kinds).toEqual(wanted.map(() => "unchanged"));
		expect(kinds.length).toBeGreaterThan(2);
	});

	it("is created where there is none", () => {
		expect(changeOf(undefined, daemonSet.wanted)).toEqual({ kind: "create", object: daemonSet.wanted });
	});

	it("is unchanged when a quantity is written another way", () => {
		const path = [...container, "resources", "requests", "cpu"];
		const wanted = withValue(daemonSet.wanted, path, "0.025");
		expect(changeOf(daemonSet.live, wanted).kind).toBe("unchanged");
		const more = withValue(daemonSet.wanted, path, "0.026");
		expect(fieldsOf(changeOf(daemonSet.live, more))).toEqual([
			{ path: `${containerPath}.resources.requests.cpu`, from: "25m", to: "0.026", owners: [] },
		]);
	});

	it("is unchanged when a false is wanted that the server drops, and changed for a false that it keeps", () => {
		const mounts = ["spec", "template", "spec", "automountServiceAccountToken"];
		expect(pathsOf(changeOf(withValue(daemonSet.live, mounts, true), daemonSet.wanted))).toEqual([
			"spec.template.spec.automountServiceAccountToken",
		]);
	});

	it("is unchanged when a port's protocol was left to the server", () => {
		const { wanted, live } = pair("Service");
		const bare = withValue(wanted, ["spec", "ports", 1, "protocol"], undefined);
		const tcp = ["f:spec", "f:ports", 'k:{"port":53,"protocol":"TCP"}', "f:protocol"];
		const filledIn = withValue(live, ["metadata", "managedFields", 0, "fieldsV1", ...tcp], undefined);
		expect(changeOf(filledIn, bare).kind).toBe("unchanged");
	});

	it("is unchanged beside what others have written and nobody wants", () => {
		const live = writtenBy(
			withValue(daemonSet.live, ["metadata", "annotations", "other"], "theirs"),
			"kubectl-annotate",
			{ "f:metadata": { "f:annotations": { "f:other": {} } } },
		);
		expect(changeOf(live, daemonSet.wanted).kind).toBe("unchanged");
	});
});

describe("an object that differs", () => {
	it("names the field by its list keys, before and after", () => {
		const wanted = withValue(daemonSet.wanted, [...container, "image"], "example/cache:2");
		const change = changeOf(daemonSet.live, wanted);
		expect(change.kind).toBe("update");
		expect(fieldsOf(change)).toEqual([
			{
				path: `${containerPath}.image`,
				from: expect.stringContaining("k8s-dns"),
				to: "example/cache:2",
				owners: [],
			},
		]);
	});

	it("quotes names that have dots", () => {
		const hash = ["spec", "template", "metadata", "annotations", "localdns.dev/corefile-hash"];
		expect(pathsOf(changeOf(daemonSet.live, withValue(daemonSet.wanted, hash, "x")))).toEqual([
			'spec.template.metadata.annotations["localdns.dev/corefile-hash"]',
		]);
	});

	it("loses what localdns applied and wants no longer: a field, an item of a list, a key of data", () => {
		expect(
			fieldsOf(
				changeOf(daemonSet.live, withValue(daemonSet.wanted, ["spec", "revisionHistoryLimit"], undefined)),
			),
		).toEqual([{ path: "spec.revisionHistoryLimit", from: 3, to: undefined, owners: [] }]);
		const volumes = ["spec", "template", "spec", "volumes"];
		const two = (
			daemonSet.wanted as never as { spec: { template: { spec: { volumes: unknown[] } } } }
		).spec.template.spec.volumes.slice(0, 2);
		expect(pathsOf(changeOf(daemonSet.live, withValue(daemonSet.wanted, volumes, two)))).toEqual([
			"spec.template.spec.volumes[name=xtables-lock]",
		]);
		const { wanted, live } = pair("ConfigMap");
		const [key] = Object.keys(wanted["data"] as object) as [string];
		expect(fieldsOf(changeOf(live, withValue(wanted, ["data", key], undefined)))).toMatchObject([
			{ to: undefined },
		]);
	});

	it("takes a list without keys as a whole, and sees what is missing inside of it", () => {
		const tolerations = ["spec", "template", "spec", "tolerations"];
		const other = [{ key: "a", operator: "Exists", effect: "NoSchedule" }];
		expect(pathsOf(changeOf(daemonSet.live, withValue(daemonSet.wanted, tolerations, other)))).toEqual([
			"spec.template.spec.tolerations",
		]);
		const args = [...container, "args"];
		expect(pathsOf(changeOf(daemonSet.live, withValue(daemonSet.wanted, args, ["-localip"])))).toEqual([
			`${containerPath}.args`,
		]);
	});

	it("names who else has written the field, as a conflict has it", () => {
		const live = writtenBy(
			withValue(daemonSet.live, [...container, "image"], "example/theirs:1"),
			"kubectl-edit",
			inContainer({ "f:image": {} }),
		);
		expect(fieldsOf(changeOf(live, daemonSet.wanted))).toMatchObject([
			{ path: `${containerPath}.image`, from: "example/theirs:1", owners: ["kubectl-edit"] },
		]);
	});

	it("keeps a field that another manager holds as well", () => {
		const limit = ["spec", "revisionHistoryLimit"];
		const live = writtenBy(daemonSet.live, "other", { "f:spec": { "f:revisionHistoryLimit": {} } });
		expect(changeOf(live, withValue(daemonSet.wanted, limit, undefined)).kind).toBe("unchanged");
	});
});

describe("an object that localdns did not make", () => {
	const foreign = (labels: object) => ({
		...daemonSet.live,
		metadata: {
			...daemonSet.live.metadata,
			labels,
			managedFields: daemonSet.live.metadata?.managedFields
				?.map((entry) => ({
					...entry,
					manager: "kubectl-client-side-apply",
					operation: "Update",
				}))
				.concat({
					manager: "kube-controller-manager",
					operation: "Update",
					subresource: "status",
					fieldsV1: {},
				}),
		},
	});

	it("is adopted, with its makers named", () => {
		expect(changeOf(foreign({ "k8s-app": "node-local-dns" }) as never, daemonSet.wanted)).toMatchObject({
			kind: "adopt",
			managers: ["kubectl-client-side-apply"],
			fields: [{ path: 'metadata.labels["app.kubernetes.io/managed-by"]', from: undefined }],
		});
	});

	it("is ours when it was rendered by localdns and applied by another program", () => {
		const labels = daemonSet.live.metadata?.labels ?? {};
		expect(changeOf(foreign(labels) as never, daemonSet.wanted).kind).toBe("unchanged");
	});
});
