import { defineConfig } from "vitest/config";

const real = "packages/*/test/real/**/*.test.ts";
/** They measure, or look at what of this machine is left: beside nothing else. */
const alone = [
	"packages/cli/test/real/{bench-lab,bench-tailscale,interrupted-bench}.test.ts",
	"packages/lab/test/real/{lab,lab-tailscale,standing,teardown}.test.ts",
];
const cluster = "packages/*/test/real/cluster-lab*.test.ts";
const measured = "packages/*/test/real/cluster-lab-bench*.test.ts";
const oracle = "packages/*/test/oracle/**/*.test.ts";
const openApi = "packages/lab/test/openapi/**/*.test.ts";
const unit = (name: string, folder: string) => ({
	test: { name, include: [`${folder}/**/*.test.ts`], exclude: [real, oracle, openApi, "**/node_modules/**"] },
});

export default defineConfig({
	test: {
		projects: [
			unit("core", "packages/core/test"),
			unit("probe-image", "packages/probe-image/test"),
			unit("lab", "packages/lab/test"),
			unit("cli", "packages/cli/test"),
			unit("workspace", "test"),
			// Corefiles against CoreDNS' own parser and plugins, behind a pipe: no network, a lot of computing.
			{ test: { name: "oracle", include: [oracle], testTimeout: 180_000, hookTimeout: 300_000 } },
			// Needs the API descriptions of Kubernetes, which set-up fetches.
			{ test: { name: "kubernetes-api", include: [openApi] } },
			// Real servers in network namespaces.
			{
				test: {
					name: "real",
					include: [real],
					exclude: [...alone, cluster, "**/node_modules/**"],
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
			{ test: { name: "real-alone", include: alone, testTimeout: 120_000, hookTimeout: 120_000 } },
			// Real kubelets and an API server; as many files at a time as clusters fit into memory (scripts/test.ts).
			{
				test: {
					name: "cluster",
					include: [cluster],
					exclude: [measured, "**/node_modules/**"],
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
			// A cluster that measures: alone, because a probe that another cluster keeps from the CPU is void.
			{ test: { name: "cluster-bench", include: [measured], testTimeout: 240_000, hookTimeout: 120_000 } },
		],
	},
});
