import { describe, expect, it } from "vitest";
import type { KubernetesObject } from "../../src/manifests/kubernetes-object.ts";
import { containersOf, podIn } from "./pod-shapes.ts";
import { bundles, otherObjects } from "./sample-objects.ts";

const groups = [...bundles, ...Object.entries(otherObjects)];
const all = groups.flatMap(([, objects]) => objects);

const keyOf = ({ kind, metadata }: KubernetesObject) =>
	`${kind} ${metadata.namespace ?? ""}/${metadata.name}`;

/** What no schema says, but the API server or the kubelet would refuse or leave waiting for ever. */
describe("objects fit together", () => {
	it("are many, so that the rules below say something", () => {
		expect(bundles.length).toBeGreaterThan(150);
		expect(all.filter((object) => podIn(object) !== undefined).length).toBeGreaterThan(150);
	});

	it("have each name once in a rendering", () => {
		for (const [title, objects] of groups) {
			const keys = objects.map(keyOf);
			expect(new Set(keys).size, title).toBe(keys.length);
		}
	});

	it("have names and label values of 63 characters at most", () => {
		for (const object of all) {
			expect(object.metadata.name, keyOf(object)).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
			const labels = { ...object.metadata.labels, ...podIn(object)?.metadata.labels };
			for (const value of Object.values(labels)) {
				expect(value, keyOf(object)).toMatch(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/);
			}
		}
	});

	it("mount the volumes they have, and have the volumes they mount", () => {
		for (const object of all) {
			const pod = podIn(object)?.spec;
			if (pod === undefined) continue;
			const mounted = containersOf(pod).flatMap(({ volumeMounts = [] }) =>
				volumeMounts.map(({ name }) => name),
			);
			const volumes = (pod.volumes ?? []).map(({ name }) => name);
			expect(new Set(mounted), keyOf(object)).toEqual(new Set(volumes));
			for (const { name, volumeMounts = [] } of containersOf(pod)) {
				const paths = volumeMounts.map(({ mountPath }) => mountPath);
				expect(new Set(paths).size, `${keyOf(object)} ${name}`).toBe(paths.length);
			}
		}
	});

	it("take from a ConfigMap keys that it has, where it is rendered along", () => {
		let checked = 0;
		for (const [title, objects] of groups) {
			for (const object of objects) {
				for (const { configMap } of podIn(object)?.spec.volumes ?? []) {
					const map = objects.find(
						({ kind, metadata }) =>
							kind === "ConfigMap" &&
							metadata.name === configMap?.name &&
							metadata.namespace === object.metadata.namespace,
					) as (KubernetesObject & { data: object }) | undefined;
					if (map === undefined) continue;
					for (const { key } of configMap?.items ?? []) expect(Object.keys(map.data), title).toContain(key);
					checked += 1;
				}
			}
		}
		expect(checked).toBeGreaterThan(150);
	});

	it("select the pods they mean", () => {
		for (const [title, objects] of bundles) {
			const set = objects.find(({ kind }) => kind === "DaemonSet") as KubernetesObject;
			const labels = podIn(set)?.metadata.labels;
			const { selector } = set.spec as { selector: { matchLabels: object } };
			expect(labels, title).toMatchObject(selector.matchLabels);
			const service = objects.find(
				({ kind, metadata }) => kind === "Service" && metadata.name === "node-local-dns",
			);
			if (service !== undefined)
				expect(labels, title).toMatchObject((service.spec as { selector: object }).selector);
		}
	});

	it("name accounts that are rendered along", () => {
		for (const [title, objects] of groups) {
			for (const object of objects) {
				const account = podIn(object)?.spec.serviceAccountName;
				if (account === undefined) continue;
				expect(objects.map(keyOf), title).toContain(`ServiceAccount ${object.metadata.namespace}/${account}`);
			}
		}
	});

	it("come after the objects that they need", () => {
		const order = ["Namespace", "ServiceAccount", "ConfigMap", "DaemonSet"];
		for (const [title, objects] of groups) {
			const places = objects
				.filter(({ metadata }) => metadata.name !== "node-local-dns-inventory")
				.map(({ kind }) => order.indexOf(kind))
				.filter((place) => place !== -1);
			expect(places, title).toEqual(places.toSorted((a, b) => a - b));
		}
	});

	it("list in the inventory everything but the inventory", () => {
		for (const [title, objects] of bundles) {
			if (title.startsWith("article")) continue;
			const [first, ...rest] = objects;
			const { data } = first as KubernetesObject & { data: Record<string, string> };
			const { objects: listed } = JSON.parse(data["inventory.json"] as string) as {
				objects: { group: string; version: string; kind: string; namespace?: string; name: string }[];
			};
			expect(
				listed.map(({ group, version, kind, namespace, name }) => [
					group === "" ? version : `${group}/${version}`,
					kind,
					namespace,
					name,
				]),
				title,
			).toEqual(
				rest.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.namespace, metadata.name]),
			);
		}
	});
});
