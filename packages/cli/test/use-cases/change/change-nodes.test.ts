import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ChangeNodesSettings, changeNodes } from "../../../src/use-cases/change/change-nodes.ts";

const stage = (lanes: number, ...names: string[]) => ({ lanes, nodes: names.map((node) => ({ node })) });
const turnMs = 1000;
let begun: string[];
let clock: number;

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], fakeNodeBuiltins: true });
	begun = [];
	clock = Date.now();
});
afterEach(() => {
	vi.useRealTimers();
});

/** Each node takes a second; those that fail do so at its end. */
function settings(
	more: Partial<ChangeNodesSettings<{ node: string }, string>> = {},
	...failing: string[]
): ChangeNodesSettings<{ node: string }, string> {
	return {
		pauseMs: 5000,
		signal: new AbortController().signal,
		change: async ({ node }) => {
			begun.push(`${(Date.now() - clock) / 1000} ${node}`);
			await new Promise((resolve) => setTimeout(resolve, turnMs));
			return failing.includes(node) ? "no" : undefined;
		},
		...more,
	};
}

async function timed<T>(work: Promise<T>): Promise<{ ended: T; seconds: number }> {
	let seconds = Number.NaN;
	const watched = work.then((ended) => {
		seconds = (Date.now() - clock) / 1000;
		return ended;
	});
	await vi.runAllTimersAsync();
	return { ended: await watched, seconds };
}

describe("nodes that are changed", () => {
	it("have a pause between one and the next, after the canary too, however many go at a time", async () => {
		const stages = [stage(1, "canary"), stage(2, "a", "b", "c"), stage(1, "server")];
		const { ended, seconds } = await timed(changeNodes(stages, settings()));
		expect(begun).toEqual(["0 canary", "6 a", "6 b", "12 c", "18 server"]);
		expect(ended.left).toEqual([]);
		expect(seconds).toBe(19);
	});

	it("are not followed by a pause where none is left, nor preceded by one where none was", async () => {
		const stages = [stage(1), stage(3, "a"), stage(1), stage(1)];
		expect((await timed(changeNodes(stages, settings()))).seconds).toBe(1);
	});

	it("are finished when another fails, and a pause in another lane ends with the failure", async () => {
		const slow = async ({ node }: { node: string }) => {
			begun.push(node);
			await new Promise((resolve) => setTimeout(resolve, node === "b" ? 10_000 : turnMs));
			return node === "a" ? "no" : undefined;
		};
		const stages = [stage(2, "a", "b", "c"), stage(1, "server")];
		const first = await timed(changeNodes(stages, settings({ change: slow, pauseMs: 60_000 })));
		expect(begun).toEqual(["a", "b"]);
		expect(first.seconds).toBe(10);
		expect(first.ended).toEqual({
			done: ["b"],
			failed: [{ node: "a", outcome: "no" }],
			left: ["c", "server"],
		});
	});
});
