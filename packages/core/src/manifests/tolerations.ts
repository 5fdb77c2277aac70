/** A taint that a pod bears. */
export interface Toleration {
	/** @default every key */
	readonly key?: string;
	/** @default "Equal" */
	readonly operator?: "Exists" | "Equal";
	readonly value?: string;
	/** @default every effect */
	readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
	/** How long an evicting taint is borne, with NoExecute only. @default for ever */
	readonly tolerationSeconds?: number;
}

/** A cache runs on every node, tainted or not: pods there have to resolve names as well. */
export const everyNode: readonly Toleration[] = [
	{ key: "CriticalAddonsOnly", operator: "Exists" },
	{ effect: "NoExecute", operator: "Exists" },
	{ effect: "NoSchedule", operator: "Exists" },
];
