import type { RbacCommand } from "../manifests/rbac/command-permissions.ts";
import type { ClusterConfigMap } from "./config-map.ts";
import type { CacheDaemonSet } from "./daemon-set.ts";
import type { ClusterDeployment } from "./deployment.ts";
import type { EgressRules } from "./egress-rules.ts";
import type { ClusterEndpoint } from "./endpoints.ts";
import type { ClusterNode } from "./node.ts";
import type { NodeFacts } from "./node-facts.ts";
import type { ClusterPod } from "./pod.ts";
import type { Reading } from "./reading.ts";
import type { AccessAnswer } from "./rights.ts";
import type { ClusterService } from "./service.ts";

/**
 * A cluster as it was found, as plain data: what checks and plans are made from. An object that is not there is
 * `undefined`; one that could not be read says why.
 */
export interface ClusterSnapshot {
	/** Of the API server, such as `v1.34.2+k3s1`. */
	readonly serverVersion: Reading<string>;
	/** For which command rights were asked about, and the answers. */
	readonly rights: { readonly command: RbacCommand; readonly answers: Reading<readonly AccessAnswer[]> };
	readonly nodes: Reading<readonly ClusterNode[]>;
	/** Those that have not ended. */
	readonly pods: Reading<readonly ClusterPod[]>;
	readonly egressRules: Reading<readonly EgressRules[]>;
	/** The cluster DNS of K3s, in kube-system. */
	readonly clusterDns: {
		readonly service: Reading<ClusterService | undefined>;
		readonly deployment: Reading<ClusterDeployment | undefined>;
		readonly endpoints: Reading<readonly ClusterEndpoint[]>;
		/** ConfigMap coredns: Corefile and NodeHosts. */
		readonly configuration: Reading<ClusterConfigMap | undefined>;
		/** ConfigMap coredns-custom. */
		readonly custom: Reading<ClusterConfigMap | undefined>;
		/** ConfigMap cluster-dns, which K3s writes once: clusterDNS and clusterDomain. */
		readonly noted: Reading<ClusterConfigMap | undefined>;
	};
	/** What is installed, by the names that localdns and the Kubernetes add-on use. */
	readonly cache: {
		readonly namespace: string;
		readonly daemonSet: Reading<CacheDaemonSet | undefined>;
		readonly configuration: Reading<ClusterConfigMap | undefined>;
		readonly upstreamService: Reading<ClusterService | undefined>;
		/** ConfigMap node-local-dns-nodes: which nodes were turned, and when. Absent where nobody asked for it. */
		readonly nodeRecords?: Reading<ClusterConfigMap | undefined>;
	};
	/**
	 * Cluster DNS by node, as the kubelet itself has it. Empty where nobody may ask kubelets (nodes/proxy) or nobody
	 * did; what K3s has noted on its nodes has to do then.
	 */
	readonly kubeletDns: ReadonlyMap<string, readonly string[]>;
	/** What a pod on each node found out, by node. Empty where nobody had asked for that. */
	readonly nodeFacts: ReadonlyMap<string, Reading<NodeFacts>>;
}
