import type { Sample } from "@localdns/core/measure";
import type { BenchReport } from "@localdns/core/report";
import { expect, it } from "vitest";
import type { OpenedRun } from "../../src/run-file.ts";
import { linkLike } from "../../src/use-cases/link-like.ts";
import { armResult, labReport } from "../presentation/lab-report.ts";

/** Time to an answer of the arms on each node, ms. */
const rtts: Readonly<Record<string, number>> = { "near direct": 1, "far direct": 43, "farther direct": 90 };

function samples(): Sample[] {
	return Object.entries(rtts).flatMap(([place, rttMs]) =>
		Array.from({ length: 300 }, (_, tuple): Sample => {
			const [node = "", arm = ""] = place.split(" ");
			const attempt = {
				name: "a.",
				type: "A",
				transport: "udp",
				server: "10.43.0.10",
				tryNumber: 1,
			} as const;
			return {
				kind: "sample",
				node,
				arm,
				workload: "hot",
				tuple,
				name: "a.",
				form: "absolute",
				intendedMs: tuple * 100,
				latenessMs: 0,
				latencyMs: rttMs,
				outcome: "ok",
				gaveUp: false,
				addresses: [],
				nxdomain: false,
				attempts: [{ ...attempt, startMs: 0, rttMs, outcome: "answer" }],
			};
		}),
	);
}

function opened(change: { nodes?: string[]; samples?: Sample[] } = {}): OpenedRun {
	const report = labReport();
	const fit = { planned: 1, received: 1, latenessP99Ms: 1, floorP50Ms: 1 };
	const failures: Readonly<Record<string, number>> = { near: 900, far: 400, farther: 100 };
	const nodes = change.nodes ?? Object.keys(failures);
	const run: BenchReport = {
		...report,
		run: { ...report.run, id: "a1", nodes, arms: ["direct", "cache"] },
		measuredNodes: nodes.map((node) => ({
			node,
			state: "measured",
			besideClusterDns: node === "near",
			...fit,
		})),
		nodes: nodes.map((node) => ({
			node,
			link: "",
			workloads: report.workloads.map((workload) => ({
				...workload,
				arms: [armResult("direct", failures[node] ?? 0), armResult("cache", 0)],
			})),
		})),
	};
	return {
		run,
		async *samples() {
			yield* change.samples ?? samples();
		},
	};
}

it("is that of the node where most failed, of those without the cluster DNS beside them", async () => {
	const { spec, like, durationMs } = await linkLike("run.json", opened());
	expect(spec).toBe("rtt=43ms");
	expect(like).toMatchObject({ runId: "a1", node: "far", arm: "direct" });
	expect(durationMs).toBe(labReport().run.durationMs);
});

it("is that of the node that is asked for", async () => {
	expect((await linkLike("run.json", opened(), "farther")).spec).toBe("rtt=90ms");
	expect((await linkLike("run.json", opened(), "near")).spec).toBe("rtt=1ms");
});

it("is that of the only node, even where the cluster DNS is beside it", async () => {
	expect((await linkLike("run.json", opened({ nodes: ["near"] }))).spec).toBe("rtt=1ms");
});

it("is refused with what is missing: a node that was not measured, a report without samples", async () => {
	await expect(linkLike("run.json", opened(), "attic")).rejects.toMatchObject({
		code: "LDNS345",
		reason: "measured were near, far, farther",
	});
	await expect(linkLike("run.json", opened({ samples: [] }))).rejects.toMatchObject({
		code: "LDNS345",
		reason: expect.stringContaining("too few"),
	});
});
