import { LocaldnsError } from "@localdns/core";
import { describe, expect, it } from "vitest";
import { cleanupCommand } from "../../src/commands/bench-cluster-flags.ts";
import { cutOffOf, endWith, stagedStays, withLeft } from "../../src/commands/bench-cut-off.ts";
import { type ExitCode, exitCode } from "../../src/exit-code.ts";
import { showError } from "../../src/presentation/error-view.ts";

const cleanup = "localdns bench cleanup --context home";
const shown = (error: LocaldnsError) => {
	const said: string[] = [];
	const code = showError(error, { write: (more) => said.push(more) });
	return { code, text: said.join("") };
};

describe("the error of a bench that was cut off", () => {
	it("says why, what is left in the cluster and what removes it, and means that something could not be found out", () => {
		const by = new LocaldnsError("LDNS601", "the API server is out of reach", { reason: "ECONNREFUSED" });
		const left = ["probes in namespace localdns-bench", "namespace localdns-bench"];
		expect(shown(withLeft(cutOffOf(by), left, cleanup))).toEqual({
			code: 3,
			text: [
				"error LDNS326: the measurement was cut off, and what was read until then is judged; left in the cluster: probes in namespace localdns-bench, namespace localdns-bench",
				"cause: the API server is out of reach: ECONNREFUSED",
				`hint: ${cleanup}`,
				"more: localdns explain LDNS326\n",
			].join("\n"),
		});
	});

	it("gives the hint of what ended it where nothing is left", () => {
		const by = new LocaldnsError("LDNS603", "the API server does not know who this is");
		expect(shown(withLeft(cutOffOf(by), [], cleanup)).text).toContain("hint: kubectl auth whoami\n");
	});
});

describe("the error of a staged cache that stays", () => {
	const cleanup = cleanupCommand({ context: "home" }, { namespace: "dns-cache" });

	it("names the cluster and the namespace of this bench, whatever ended its removal", () => {
		expect(cleanup).toBe("localdns bench cleanup --context home --cache-namespace dns-cache");
		const away = new LocaldnsError("LDNS601", "the API server is out of reach", { reason: "ECONNREFUSED" });
		expect(stagedStays(away, "dns-cache", cleanup)).toMatchObject({
			...{ code: "LDNS335", hint: cleanup, reason: "the API server is out of reach: ECONNREFUSED" },
			message: "the cache that was staged for a trial is still in namespace dns-cache",
		});
		const asked = new LocaldnsError("LDNS335", "it was not taken out", { reason: "a pod asks it" });
		expect(stagedStays(asked, "dns-cache", cleanup)).toMatchObject({
			...{ code: "LDNS335", hint: cleanup, message: "it was not taken out", reason: "a pod asks it" },
		});
	});

	it("needs no namespace where it is that of every cleanup", () => {
		expect(cleanupCommand({}, { namespace: "kube-system" })).toBe("localdns bench cleanup");
	});
});

describe("the end of a bench", () => {
	const cutOff = new LocaldnsError("LDNS326", "the measurement was cut off");
	const staged = new LocaldnsError("LDNS335", "the cache is still there");
	const full = new LocaldnsError("LDNS103", "cannot write run.json");
	const end = async (concluded: () => Promise<ExitCode>, troubles: readonly LocaldnsError[]) => {
		const said: string[] = [];
		const code = await endWith(concluded, troubles, { write: (more) => said.push(more) });
		return [code, ...said.join("").matchAll(/^error (LDNS\d+)/gm)].map((each) =>
			typeof each === "number" ? each : each[1],
		);
	};

	it("is that of its verdict, and of what went wrong the gravest, which comes last", async () => {
		expect(await end(async () => exitCode.no, [])).toEqual([1]);
		expect(await end(async () => exitCode.interrupted, [cutOff])).toEqual([3, "LDNS326"]);
		expect(await end(async () => exitCode.done, [cutOff, staged])).toEqual([5, "LDNS326", "LDNS335"]);
	});

	it("names what was cut off and what is left also where the run cannot be written", async () => {
		const unwritten = () => Promise.reject(full);
		expect(await end(unwritten, [cutOff, staged])).toEqual([5, "LDNS103", "LDNS326", "LDNS335"]);
		await expect(end(unwritten, [])).rejects.toBe(full);
	});
});
