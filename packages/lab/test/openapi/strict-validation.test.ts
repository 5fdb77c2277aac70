import type { KubernetesObject } from "@localdns/core/manifests";
import { beforeAll, describe, expect, it } from "vitest";
import { bundles, otherObjects } from "../../../core/test/manifests/sample-objects.ts";
import {
	type KubernetesVersion,
	kubernetesVersions,
	type ObjectValidator,
	openObjectValidator,
	provideOpenApi,
} from "../../src/openapi/index.ts";

let validators: Record<KubernetesVersion, ObjectValidator>;

beforeAll(async () => {
	const paths = await provideOpenApi(() => {});
	validators = Object.fromEntries(
		kubernetesVersions.map((version) => [version, openObjectValidator(paths[version])]),
	) as typeof validators;
}, 300_000);

/** Equal objects once: the account of every combination is the same. */
const distinct = (objects: readonly KubernetesObject[]): KubernetesObject[] =>
	[...new Set(objects.map((object) => JSON.stringify(object)))].map(
		(text) => JSON.parse(text) as KubernetesObject,
	);

const rendered = distinct(bundles.flatMap(([, objects]) => objects));
const others = distinct(Object.values(otherObjects).flat());

describe.each(kubernetesVersions)("Kubernetes %s takes, with no unknown field,", (version) => {
	it("every object of every combination", () => {
		expect(rendered.length).toBeGreaterThan(200);
		for (const object of rendered) expect(validators[version](object), JSON.stringify(object)).toEqual([]);
	});

	it("every object of the other commands", () => {
		expect(others.length).toBeGreaterThan(40);
		for (const object of others) expect(validators[version](object), JSON.stringify(object)).toEqual([]);
	});
});

type Path = readonly (string | number)[];

/** Every object and list in a value, with the way to it. */
function* parts(value: unknown, path: Path = []): Generator<readonly [Path, unknown]> {
	yield [path, value];
	if (typeof value !== "object" || value === null) return;
	for (const [key, inner] of Object.entries(value)) {
		yield* parts(inner, [...path, Array.isArray(value) ? Number(key) : key]);
	}
}

/** The object with what stands at a path replaced. */
function changed(object: KubernetesObject, path: Path, change: (old: never) => unknown): KubernetesObject {
	const copy = structuredClone(object) as never as Record<string | number, never>;
	let holder = copy;
	for (const key of path.slice(0, -1)) holder = holder[key] as never;
	const last = path.at(-1) as string | number;
	holder[last] = change(holder[last] as never) as never;
	return copy as never as KubernetesObject;
}

/** Keys that mean nothing to the API, in maps of the user's own. */
const freeMaps = /^(labels|annotations|data|matchLabels|selector|nodeSelector|podLabels|limits|requests)$/;

/** One object of each shape, small enough that every one of its fields can be spoiled. */
const specimens = [
	...new Map(
		[...rendered, ...others].map((object) => [
			[...parts(object)].map(([path]) => path.filter((key) => typeof key === "string").join(".")).join(),
			object,
		]),
	).values(),
];

describe("the judge is no rubber stamp:", () => {
	it("an unknown field anywhere is refused", () => {
		const judge = validators["1.34.4"];
		let refused = 0;
		for (const object of specimens) {
			for (const [path, value] of parts(object)) {
				if (path.length === 0 || typeof value !== "object" || value === null || Array.isArray(value))
					continue;
				if (freeMaps.test(String(path.at(-1))) && !("matchLabels" in value)) continue;
				const spoiled = changed(object, path, (old: object) => ({ ...old, notAField: 1 }));
				expect(judge(spoiled), `${object.kind} ${path.join(".")}`).not.toEqual([]);
				refused += 1;
			}
		}
		expect(refused).toBeGreaterThan(500);
	});

	it("a value of another type anywhere is refused", () => {
		const judge = validators["1.34.4"];
		let refused = 0;
		for (const object of specimens) {
			for (const [path, value] of parts(object)) {
				if (path.length < 2 || ["apiVersion", "kind"].includes(String(path[0]))) continue;
				const wrong = typeof value === "object" ? "text" : { an: "object" };
				const spoiled = changed(object, path, () => wrong);
				expect(judge(spoiled), `${object.kind} ${path.join(".")}`).not.toEqual([]);
				refused += 1;
			}
		}
		expect(refused).toBeGreaterThan(1500);
	});

	it.each<[string, KubernetesObject, string]>([
		[
			"a container's field one level too high",
			{
				apiVersion: "v1",
				kind: "Pod",
				metadata: { name: "p" },
				spec: { containers: [], image: "x" },
			} as never,
			"/spec must NOT have additional properties: image",
		],
		[
			"the probe of an early Kubernetes",
			{
				apiVersion: "v1",
				kind: "Pod",
				metadata: { name: "p" },
				spec: { containers: [{ name: "c", livenessProbe: { handler: { exec: {} } } }] },
			},
			"/spec/containers/0/livenessProbe must NOT have additional properties: handler",
		],
		[
			"a DaemonSet of a group that is gone",
			{ apiVersion: "extensions/v1beta1", kind: "DaemonSet", metadata: { name: "d" } },
			"extensions/v1beta1 DaemonSet does not exist",
		],
		[
			"a number where a label's text must be",
			{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", labels: { port: 9253 } } } as never,
			"/metadata/labels/port must be string",
		],
		[
			"an amount that is none",
			{
				apiVersion: "v1",
				kind: "Pod",
				metadata: { name: "p" },
				spec: { containers: [{ name: "c", resources: { limits: { memory: "64 MB" } } }] },
			},
			"/spec/containers/0/resources/limits/memory must match a schema in anyOf",
		],
		[
			"a DaemonSet without the selector that it needs",
			{
				apiVersion: "apps/v1",
				kind: "DaemonSet",
				metadata: { name: "d" },
				spec: { template: { spec: { containers: [{ name: "c" }] } } },
			},
			"/spec must have required property 'selector'",
		],
	])("%s is refused by every version", (_, object, expected) => {
		for (const version of kubernetesVersions) expect(validators[version](object)).toContain(expected);
	});
});
