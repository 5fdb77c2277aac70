import type { NodeRecord, NodeRecords } from "./node-record.ts";

const states: readonly unknown[] = [
	"turning",
	"turned",
	"returning",
	"returned",
] satisfies NodeRecord["state"][];

/** A record as a value of the ConfigMap. */
export const printNodeRecord = (record: NodeRecord): string => JSON.stringify(record);

/** Reads the ConfigMap's data. What is no record is left out: a node without one is asked how it stands. */
export function parseNodeRecords(data: Readonly<Record<string, string>> = {}): NodeRecords {
	return new Map(
		Object.entries(data).flatMap(([node, text]) => {
			const record = parse(text);
			return record === undefined ? [] : [[node, record]];
		}),
	);
}

function parse(text: string): NodeRecord | undefined {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof value !== "object" || value === null) return undefined;
	const { state, addresses, turningAt, turnedAt, returnedAt } = value as Record<string, unknown>;
	const isTime = (time: unknown): boolean => typeof time === "string" && !Number.isNaN(Date.parse(time));
	const isRecord =
		states.includes(state) &&
		Array.isArray(addresses) &&
		addresses.every((address) => typeof address === "string") &&
		isTime(turningAt) &&
		[turnedAt, returnedAt].every((time) => time === undefined || isTime(time));
	return isRecord ? (value as NodeRecord) : undefined;
}
