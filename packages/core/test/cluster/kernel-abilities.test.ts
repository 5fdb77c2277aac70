import { describe, expect, it } from "vitest";
import {
	type KernelWords,
	parseNodeFacts,
	printNodeFacts,
	readKernelAbilities,
} from "../../src/cluster/index.ts";
import { nodeFacts, path } from "../checks/k3s-cluster.ts";

const dumb: KernelWords = {
	config: undefined,
	modules: undefined,
	moduleFolders: [],
	moduleFiles: undefined,
};
const dummyOf = (words: Partial<KernelWords>) => readKernelAbilities({ ...dumb, ...words }).dummy;
const files = "kernel/drivers/net/dummy.ko.zst:\nkernel/net/netfilter/xt_CT.ko:\n";

describe("abilities of a kernel", () => {
	it("are unknown of one that says nothing", () => {
		expect(readKernelAbilities(dumb)).toEqual({ dummy: "unknown", notrack: "unknown" });
		expect(dummyOf({ modules: "overlay 1 0 - Live\n", moduleFolders: ["overlay"] })).toBe("unknown");
	});

	it("are there when a module is loaded, or its file is", () => {
		expect(dummyOf({ modules: "overlay 1 0 - Live\ndummy 16384 0 - Live 0x0\n" })).toBe("there");
		expect(dummyOf({ moduleFolders: ["dummy"] })).toBe("there");
		expect(readKernelAbilities({ ...dumb, moduleFiles: files })).toEqual({
			dummy: "there",
			notrack: "there",
		});
	});

	it("are there when the kernel was built with them", () => {
		expect(dummyOf({ config: "CONFIG_VETH=y\nCONFIG_DUMMY=y\n" })).toBe("there");
		expect(dummyOf({ config: "CONFIG_DUMMY=m\n" })).toBe("there");
	});

	it("are absent when the kernel was built without, or has a list of files that lacks them", () => {
		expect(dummyOf({ config: "# CONFIG_DUMMY is not set\n# CONFIG_DUMMY_IRQ is not set\n" })).toBe("absent");
		expect(dummyOf({ config: "CONFIG_DUMMY_CONSOLE=y\n" })).toBe("absent");
		expect(dummyOf({ moduleFiles: "kernel/net/dummy_stm.ko:\n" })).toBe("absent");
		expect(dummyOf({ config: "CONFIG_DUMMY=m\n", moduleFiles: "kernel/fs/overlayfs/overlay.ko:\n" })).toBe(
			"absent",
		);
	});
});

describe("the line that a pod on a node leaves", () => {
	it("is read back as it was", () => {
		const facts = nodeFacts();
		expect(parseNodeFacts(printNodeFacts(facts))).toEqual(facts);
	});

	it("fits into a termination message with as many ways as a pod is given", () => {
		const because = "x".repeat(200);
		const paths = Array.from({ length: 5 }, () =>
			path({ to: "n".repeat(253), route: { by: "nothing", because } }),
		);
		expect(printNodeFacts(nodeFacts({ paths })).length).toBeLessThan(4096);
	});

	it("is nothing where it is something else", () => {
		for (const odd of [
			"",
			"null",
			"7",
			"{}",
			'{"kernel":{}}',
			"{",
			'{"resolvers":[],"tailscale":{"is":"none"}}',
		])
			expect(parseNodeFacts(odd), odd).toBeUndefined();
	});
});
