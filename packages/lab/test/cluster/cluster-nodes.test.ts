import { expect, it } from "vitest";
import { clusterNodes } from "../../src/cluster/cluster-nodes.ts";

const addresses = (overlay?: "tailscale") =>
	clusterNodes(3, overlay).map(({ name, address, underlay }) => `${name} ${address} ${underlay}`);

it("gives nodes the addresses of the link, or those of the tailnet over it in the order in which they register", () => {
	expect(addresses()).toEqual([
		"near 100.64.0.1 100.64.0.1",
		"far 100.64.0.10 100.64.0.10",
		"far-2 100.64.0.11 100.64.0.11",
	]);
	expect(addresses("tailscale")).toEqual([
		"near 100.64.0.1 198.18.0.1",
		"far 100.64.0.2 198.18.1.1",
		"far-2 100.64.0.3 198.18.1.2",
	]);
});
