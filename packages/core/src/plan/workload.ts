import type { ClusterPod } from "../cluster/pod.ts";

/** Whose pod it is: `Deployment/web`, `Job/backup-28391`, `Pod/alone`. */
export function workloadOf({ name, owner, templateHash }: ClusterPod): string {
	if (owner === undefined) return `Pod/${name}`;
	// A Deployment names its ReplicaSets so (kubernetes/kubernetes: pkg/controller/deployment/sync.go).
	const suffix = `-${templateHash}`;
	if (templateHash === undefined || !owner.startsWith("ReplicaSet/") || !owner.endsWith(suffix)) return owner;
	return `Deployment/${owner.slice("ReplicaSet/".length, -suffix.length)}`;
}

const restartable = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/** The command that makes pods of a workload anew, with a remark where it does more or less than that. */
export function recreateCommand(namespace: string, workload: string, pods: readonly string[]): string {
	const slash = workload.indexOf("/");
	const kind = workload.slice(0, slash);
	const name = workload.slice(slash + 1);
	const kubectl = `kubectl -n ${namespace}`;
	if (restartable.has(kind)) return `${kubectl} rollout restart ${kind.toLowerCase()} ${name}`;
	// Its mirror in the API is all that kubectl could delete.
	if (kind === "Node") return `# on ${name}: move its file out of K3s' pod-manifests folder, and back`;
	const command = `${kubectl} delete pod ${pods.join(" ")}`;
	if (kind === "Pod") return `${command} # nobody makes it again: keep its manifest`;
	return kind === "Job" ? `${command} # the Job starts it over` : command;
}
