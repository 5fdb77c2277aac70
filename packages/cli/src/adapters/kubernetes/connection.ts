/** How to reach a cluster, as the command line says it. */
export interface ClusterConnection {
	/** @default as kubectl: $KUBECONFIG, then ~/.kube/config, then the account that is mounted into the pod */
	readonly kubeconfig?: string | undefined;
	/** @default the kubeconfig's current one */
	readonly context?: string | undefined;
	readonly asUser?: string | undefined;
	readonly asGroups?: readonly string[] | undefined;
	/** For one request, not for the command. */
	readonly requestTimeoutMs: number;
}
