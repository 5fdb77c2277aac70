import { describe, expect, it } from "vitest";
import {
	type KubernetesObject,
	permissionsFor,
	type RbacCommand,
	rbacCommands,
	rbacFor,
	renderBundle,
} from "../../src/manifests/index.ts";
import { podIn } from "./pod-shapes.ts";
import { otherObjects } from "./sample-objects.ts";

interface Rule {
	apiGroups: string[];
	resources: string[];
	verbs: string[];
	resourceNames?: string[];
}

const places = { namespace: "kube-system", egressNamespaces: ["shop"] };

/** Resource of a kind: the API's plural. */
const plural = (kind: string): string =>
	kind === "NetworkPolicy" ? "networkpolicies" : `${kind.toLowerCase()}s`;

function allows(command: RbacCommand, verb: string, object: KubernetesObject): boolean {
	const slash = object.apiVersion.indexOf("/");
	const group = object.apiVersion.slice(0, Math.max(slash, 0));
	return permissionsFor(command, places).some(
		(each) =>
			each.group === group &&
			each.resource === plural(object.kind) &&
			each.verbs.includes(verb) &&
			("cluster" in each.scope || each.scope.namespace === object.metadata.namespace) &&
			(each.names === undefined || (verb !== "create" && each.names.includes(object.metadata.name))),
	);
}

const installed = renderBundle({
	profile: "resilient",
	engine: "node-cache",
	mode: "intercept",
	egressPolicies: [{ namespace: "shop" }],
});

describe("the rights of a command", () => {
	it("are none for render", () => {
		expect(rbacFor("render")).toEqual([]);
	});

	it.each(rbacCommands)("of %s name no wildcard, and every right says what it is for", (command) => {
		for (const { group, resource, verbs, purpose } of permissionsFor(command, places)) {
			expect([group, resource, ...verbs].join(" ")).not.toContain("*");
			expect(verbs.length).toBeGreaterThan(0);
			expect(purpose.length).toBeGreaterThan(10);
		}
	});

	it.each(rbacCommands)("of %s narrow nothing to names that cannot be narrowed: create", (command) => {
		for (const { verbs, names } of permissionsFor(command, places)) {
			if (names !== undefined) expect(verbs).not.toContain("create");
		}
	});

	it("of doctor, diff and status write nothing", () => {
		for (const command of ["doctor", "diff", "status"] as const) {
			for (const { verbs } of permissionsFor(command, places)) {
				expect(["get", "list", "watch"]).toEqual(expect.arrayContaining([...verbs]));
			}
		}
	});

	it("reach no token and no running pod for any command, and no Secret but the health check's own", () => {
		const forbidden = ["serviceaccounts/token", "pods/exec", "pods/attach", "pods/ephemeralcontainers"];
		for (const command of rbacCommands) {
			for (const { resource } of permissionsFor(command, places)) expect(forbidden).not.toContain(resource);
		}
		const ofSecrets = rbacCommands.flatMap((command) =>
			permissionsFor(command, places).flatMap(({ resource, verbs, names, scope }) =>
				resource === "secrets" ? [{ command, verbs, names, scope }] : [],
			),
		);
		const scope = { namespace: places.namespace };
		// Whoever may create a Secret can neither read nor change one that is there.
		expect(ofSecrets).toEqual([
			{ command: "health-check", verbs: ["create"], names: undefined, scope },
			{
				...{ command: "health-check", verbs: ["get", "patch", "delete"], scope },
				names: ["localdns-health-receivers"],
			},
		]);
	});

	it("of diff read every object that install applies", () => {
		for (const object of installed) expect(allows("diff", "get", object), object.kind).toBe(true);
	});

	it("of install apply every object of the bundle, and of uninstall delete each", () => {
		for (const object of installed) {
			for (const verb of ["get", "create", "patch"]) {
				expect(allows("install", verb, object), `${verb} ${object.kind}`).toBe(true);
			}
			expect(allows("uninstall", "delete", object), object.kind).toBe(true);
			// The time of the API server comes from a dry run of a ConfigMap.
			const isClock = object.kind === "ConfigMap";
			expect(allows("uninstall", "create", object), object.kind).toBe(isClock);
		}
	});

	it("of install run the node Jobs, and only where they belong", () => {
		const job = otherObjects["node-config-turn"]?.find(({ kind }) => kind === "Job") as KubernetesObject;
		expect(allows("install", "create", job)).toBe(true);
		expect(allows("install", "create", { ...job, metadata: { name: "x", namespace: "kube-system" } })).toBe(
			false,
		);
	});

	it("of bench create what a measurement puts on the nodes", () => {
		const objects = otherObjects["probe-pods"] ?? [];
		for (const object of objects) {
			const own = permissionsFor("bench", { namespace: "localdns-bench", egressNamespaces: [] });
			const found = own.some(
				({ resource, verbs, scope }) =>
					resource === plural(object.kind) &&
					verbs.includes("create") &&
					verbs.includes("delete") &&
					"namespace" in scope &&
					scope.namespace === object.metadata.namespace,
			);
			expect(found, object.kind).toBe(true);
		}
	});

	it("of health-check hold all that the scheduled check is given, since no one can give more than they have", () => {
		const given = otherObjects["health-check"] as readonly KubernetesObject[];
		const rules = (objects: readonly KubernetesObject[], kind: string) =>
			objects
				.filter((object) => object.kind === kind)
				.flatMap((object) =>
					(object as unknown as { rules: Rule[] }).rules.map((rule) => JSON.stringify(rule)),
				);
		for (const kind of ["Role", "ClusterRole"]) {
			const held = rules(rbacFor("health-check"), kind);
			expect(rules(given, kind).length).toBeGreaterThan(0);
			for (const rule of rules(given, kind)) expect(held).toContain(rule);
		}
	});
});

describe("the objects of rbac", () => {
	it("bind each role to the subject that was named, and then make no account", () => {
		const objects = rbacFor("doctor", { subject: { kind: "User", name: "jane" } });
		expect(objects.some(({ kind }) => kind === "ServiceAccount")).toBe(false);
		for (const object of objects.filter(({ kind }) => kind.endsWith("Binding"))) {
			expect(object.subjects).toEqual([
				{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" },
			]);
		}
	});

	it("bring the namespaces that their roles stand in, at the level that their pods need", () => {
		const levels = (command: RbacCommand) =>
			rbacFor(command)
				.filter(({ kind }) => kind === "Namespace")
				.map(({ metadata }) => [metadata.name, metadata.labels?.["pod-security.kubernetes.io/enforce"]]);
		expect(levels("install")).toEqual([
			["localdns-node-config", "privileged"],
			["localdns-verify", "restricted"],
		]);
		expect(levels("bench")).toEqual([["localdns-bench", "restricted"]]);
		expect(levels("doctor")).toEqual([]);
	});

	it("make no pods", () => {
		for (const command of rbacCommands) {
			expect(rbacFor(command).flatMap((object) => podIn(object) ?? [])).toEqual([]);
		}
	});
});
