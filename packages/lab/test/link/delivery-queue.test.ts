import { expect, it } from "vitest";
import { type Alarm, nowMs } from "../../src/link/alarm.ts";
import { DeliveryQueue } from "../../src/link/delivery-queue.ts";

/** A queue on an alarm that rings when the test says so. */
function queueByHand() {
	const set: number[] = [];
	let ring = () => {};
	const queue = new DeliveryQueue((callback): Alarm => {
		ring = callback;
		return { set: (dueMs) => set.push(dueMs) };
	});
	return { queue, set, ring: () => ring() };
}

it("delivers what is due at once, and keeps what is not", () => {
	const { queue, set, ring } = queueByHand();
	const delivered: string[] = [];
	const later = nowMs() + 1000;
	queue.add(nowMs() - 1, () => delivered.push("due"));
	queue.add(later, () => delivered.push("early"));
	ring();
	expect(delivered).toEqual(["due"]);
	expect(new Set(set)).toEqual(new Set([later]));
});

it("sets the alarm to the earliest, also when it comes after the others", () => {
	const { queue, set } = queueByHand();
	const at = nowMs() + 1000;
	queue.add(at + 20, () => {});
	queue.add(at + 30, () => {});
	expect(set).toEqual([at + 20]);
	queue.add(at + 10, () => {});
	expect(set.at(-1)).toBe(at + 10);
});

it("delivers in order of the instants, equal ones as they came", async () => {
	const { queue, ring } = queueByHand();
	const delivered: number[] = [];
	const at = nowMs() + 5;
	for (const [dueMs, name] of [
		[at + 1, 3],
		[at, 1],
		[at, 2],
	] as const)
		queue.add(dueMs, () => delivered.push(name));
	await new Promise((resolve) => setTimeout(resolve, 20));
	ring();
	expect(delivered).toEqual([1, 2, 3]);
});
