import { expect, it } from "vitest";
import { buildNodeCorefile } from "../../src/corefile/node-corefile.ts";
import { cacheResources, goMemoryLimit } from "../../src/manifests/memory.ts";

const resilient = buildNodeCorefile({ profile: "resilient", engine: "node-cache" });
const threeBlocks = buildNodeCorefile({
	profile: "resilient",
	engine: "node-cache",
	externalUpstreams: ["192.0.2.53"],
	stubDomains: [{ zone: "corp.example", upstreams: ["192.0.2.54"] }],
});

it("is more for more caches, and covers what was measured for one and for four", () => {
	expect(cacheResources(resilient)).toEqual({
		requests: { cpu: "25m", memory: "80Mi" },
		limits: { memory: "256Mi" },
	});
	expect(threeBlocks.blocks).toHaveLength(3);
	expect(cacheResources(threeBlocks)).toEqual({
		requests: { cpu: "25m", memory: "112Mi" },
		limits: { memory: "448Mi" },
	});
});

it("has no limit where a forward takes any number of queries, because an outage would break it", () => {
	const { limits, requests } = cacheResources(
		buildNodeCorefile({ profile: "upstream", engine: "node-cache" }),
	);
	expect(limits).toBeUndefined();
	expect(requests).toEqual({ cpu: "25m", memory: "128Mi" });
});

it("tells Go of a limit in Mi and of no other", () => {
	expect(goMemoryLimit({ limits: { memory: "256Mi" } })).toBe("217MiB");
	expect(goMemoryLimit({ limits: { memory: "1G" } })).toBeUndefined();
	expect(goMemoryLimit({})).toBeUndefined();
});
