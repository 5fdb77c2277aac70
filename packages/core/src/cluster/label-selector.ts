/** A selector as the API has it; an empty one selects everything. */
export interface LabelSelector {
	readonly matchLabels?: Readonly<Record<string, string>>;
	readonly matchExpressions?: readonly {
		readonly key: string;
		readonly operator: string;
		readonly values?: readonly string[];
	}[];
}

/** Whether labels are selected. */
export function isSelected(
	labels: Readonly<Record<string, string>>,
	{ matchLabels = {}, matchExpressions = [] }: LabelSelector,
): boolean {
	return (
		Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
		matchExpressions.every(({ key, operator, values = [] }) => {
			const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
			switch (operator) {
				case "In":
					return value !== undefined && values.includes(value);
				case "NotIn":
					return value === undefined || !values.includes(value);
				case "Exists":
					return value !== undefined;
				default:
					return value === undefined;
			}
		})
	);
}
