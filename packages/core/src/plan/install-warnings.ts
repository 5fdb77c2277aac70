import type { ClusterSnapshot } from "../cluster/snapshot.ts";
import type { NodeTurn } from "./install-plan.ts";
import type { ObjectChange } from "./object-change.ts";
import { refOf, refText } from "./object-ref.ts";

/** What a user should know before saying yes. */
export const installWarnings = (
	snapshot: ClusterSnapshot,
	objects: readonly ObjectChange[],
	turns: readonly NodeTurn[],
): string[] => [
	...objects.flatMap(objectWarnings),
	...podWarnings(snapshot, turns),
	...serverWarnings(snapshot, turns),
];

function objectWarnings(change: ObjectChange): string[] {
	if (change.kind !== "update" && change.kind !== "adopt") return [];
	const text = refText(refOf(change.object));
	if (change.kind === "adopt") {
		const replaced = `${text} is taken over from ${change.managers.join(", ") || "somebody else"}`;
		return [
			change.object.kind === "DaemonSet"
				? `${replaced}: while its pods are replaced, node by node, pods that ask it have no DNS for some seconds`
				: replaced,
		];
	}
	const owners = [...new Set(change.fields.flatMap((field) => field.owners))];
	if (owners.length === 0) return [];
	const fields = change.fields.filter((field) => field.owners.length > 0).map(({ path }) => path);
	return [`${text}: ${owners.join(", ")} has written ${fields.join(", ")}; --force-conflicts takes it back`];
}

function podWarnings({ pods }: ClusterSnapshot, turns: readonly NodeTurn[]): string[] {
	if (!pods.known || turns.length === 0) return [];
	const turning = new Set(turns.map(({ node }) => node));
	const count = pods.value.filter(
		({ node, asksClusterDns }) => asksClusterDns && node !== undefined && turning.has(node),
	).length;
	if (count === 0) return [];
	return [
		`${count} running ${count === 1 ? "pod keeps its nameserver until it is" : "pods keep their nameserver until they are"} recreated; localdns status names them`,
	];
}

function serverWarnings({ nodes }: ClusterSnapshot, turns: readonly NodeTurn[]): string[] {
	const servers = nodes.known ? nodes.value.filter(({ role }) => role === "server") : [];
	const [only, second] = servers;
	if (only === undefined || second !== undefined || !turns.some(({ node }) => node === only.name)) return [];
	return [
		`${only.name} is the only server: while K3s restarts there, the API server is away for some seconds`,
	];
}
