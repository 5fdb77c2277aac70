import type { BenchRun, MeasuredNode, RunMark } from "../../src/report/bench-report.ts";
import { syntheticRun } from "./synthetic-run.ts";

interface ClusterOptions {
	nodes: number;
	durationMs?: number;
	rate?: number;
}

const mark = (atMs: number, node: string, text: string): RunMark => ({ atMs, node, kind: "path", text });

/** A made-up run in a cluster, with everything that such a run may say beside its figures. */
export function clusterRun({ nodes: count, durationMs = 60_000, rate = 2 }: ClusterOptions): BenchRun {
	const nodes = Array.from({ length: count }, (_, index) => `pi-${String(index).padStart(4, "0")}`);
	const run = syntheticRun({ nodes, arms: ["direct", "cache"], durationMs, rate });
	const [first = "", second = "", third = ""] = nodes;
	const measuredNodes = nodes.map((node, index): MeasuredNode => {
		const derp = index % 3 === 1;
		return {
			node,
			state: "measured",
			besideClusterDns: index === 0,
			planned: 480,
			received: 480,
			latenessP99Ms: 1.2,
			floorP50Ms: 0.21,
			link: {
				tailscale: "1.102.5",
				mtu: 1280,
				paths:
					index === 0
						? []
						: [
								{
									to: first,
									by: derp ? "derp" : "direct",
									...(derp ? { region: "lab" } : {}),
									pings: { sent: 120, lost: derp ? 9 : 2 },
									rttMs: { p50: derp ? 88 : 43.1, p90: 95, p99: 140, max: 260 },
									changes: derp ? [{ atMs: 21_000, from: "direct", to: "derp lab" }] : [],
								},
							],
			},
			cache: {
				hits: 400 + index,
				misses: 20,
				servedStale: derp ? 7 : 0,
				upstreamChecksFailed: derp ? 3 : 0,
				upstreamsBroken: 0,
			},
		};
	});
	Object.assign(measuredNodes[1] ?? {}, {
		state: "partial",
		received: 411,
		reason: "it began 4.2 s after the others",
	});
	Object.assign(measuredNodes[2] ?? {}, {
		state: "void",
		reason:
			"The probe was throttled: the kernel kept it from the CPU in 31 periods, 2.4 s together (limit 1 for every 100 of its 480 resolutions).",
	});
	const missing: MeasuredNode = {
		node: "pi-gone",
		state: "missing",
		reason: "its node was removed from the cluster",
		besideClusterDns: false,
		planned: 480,
		received: 0,
		latenessP99Ms: null,
		floorP50Ms: null,
	};
	return {
		...run,
		link: null,
		changes: [],
		cluster: {
			context: "homelab",
			uid: "6f1c9d1e-0000-4000-8000-000000000001",
			serverVersion: "v1.34.2+k3s1",
			domain: "cluster.local",
			clusterDns: "10.43.0.10",
			clusterDnsNodes: [first],
			cache: {
				mode: "kubelet",
				image: "registry.k8s.io/dns/k8s-dns-node-cache:1.26.8",
				address: "169.254.20.10",
				namespace: "kube-system",
				staged: false,
			},
			load: { nodes: count, resolutionsPerNode: 8, queriesPerNode: 24.5, queriesToClusterDns: 12.5 * count },
		},
		measuredNodes: [...measuredNodes, missing],
		marks: [
			mark(21_000, second, `the way to ${first} changed from direct to derp lab`),
			{ atMs: 34_000, node: third, kind: "clock", text: "the clock was set forward by 0.4 s" },
			{
				atMs: 40_000,
				kind: "name",
				text: "kubernetes.default.svc.cluster.local changed: its answers are not judged by their content",
			},
		],
	};
}
