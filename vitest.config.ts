import { defineConfig } from "vitest/config";

// Tiers: unit tests run anywhere; "real" tests start real servers in the lab's namespaces,
// one file at a time, because they share two cores with what they measure.
export default defineConfig({
	test: {
		projects: [
			{ test: { name: "core", include: ["packages/core/test/**/*.test.ts"] } },
			{ test: { name: "probe-image", include: ["packages/probe-image/test/**/*.test.ts"] } },
			{ test: { name: "lab", include: ["packages/lab/test/**/*.test.ts"] } },
			{ test: { name: "cli", include: ["packages/cli/test/**/*.test.ts"] } },
			{ test: { name: "workspace", include: ["*.test.ts"] } },
		],
	},
});
