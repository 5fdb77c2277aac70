import { describe, expect, it } from "vitest";
import type { ApiObject } from "../../src/cluster/api-object.ts";
import { renderBundle } from "../../src/manifests/bundle.ts";
import type { KubernetesObject } from "../../src/manifests/kubernetes-object.ts";
import { oneByOneRoll, rollsOneByOne } from "../../src/plan/gentle-roll.ts";

const daemonSetOf = (profile: "article" | "resilient", engine: "node-cache" | "coredns"): KubernetesObject =>
	renderBundle({ profile, engine }).find(({ kind }) => kind === "DaemonSet") as KubernetesObject;
const live = (object: KubernetesObject) => object as unknown as ApiObject;

describe("a roll one by one", () => {
	it("is for caches whose pods take the address away: the article's, not ours", () => {
		expect(rollsOneByOne(live(daemonSetOf("article", "node-cache")))).toBe(true);
		expect(rollsOneByOne(live(daemonSetOf("resilient", "node-cache")))).toBe(false);
		expect(rollsOneByOne(live(daemonSetOf("resilient", "coredns")))).toBe(false);
		expect(rollsOneByOne(undefined)).toBe(false);
	});

	it("is gone on with where it was interrupted", () => {
		expect(rollsOneByOne(live(oneByOneRoll(daemonSetOf("resilient", "node-cache"))))).toBe(true);
	});
});
