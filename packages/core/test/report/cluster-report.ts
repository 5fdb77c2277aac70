import type { ClusterReport } from "../../src/report/bench-report.ts";

/** A cluster of two nodes without a cache, for runs that are made up. */
export const clusterReport: ClusterReport = {
	context: "default",
	uid: "d45083a4",
	serverVersion: "v1.34.2+k3s1",
	domain: "cluster.local",
	clusterDns: "10.43.0.10",
	clusterDnsNodes: ["near"],
	cache: null,
	load: { nodes: 2, resolutionsPerNode: 4, queriesPerNode: 16, queriesToClusterDns: 32 },
};
