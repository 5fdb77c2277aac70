/** A cache runs on every node, tainted or not: pods there have to resolve names as well. */
export const everyNode = [
	{ key: "CriticalAddonsOnly", operator: "Exists" },
	{ effect: "NoExecute", operator: "Exists" },
	{ effect: "NoSchedule", operator: "Exists" },
] as const;
