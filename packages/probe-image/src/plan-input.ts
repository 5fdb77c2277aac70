import { isIP } from "node:net";
import { LocaldnsError } from "@localdns/core";
import { absoluteName } from "@localdns/core/dns";
import { type ProbePlan, stubProfiles, workloadNames } from "@localdns/core/measure";
import { parseServerAddress } from "./server-address.ts";

const expectations = ["address", "nxdomain", "varies"];

/**
 * Reads a plan and checks what would otherwise fail in the midst of a run. Written by hand: a schema
 * library would weigh more than the whole probe.
 * @throws LocaldnsError LDNS301 that names the field
 */
export function parsePlan(text: string): ProbePlan {
	const plan = parseWaitingPlan(text);
	checkNumber("startAtMs", plan.startAtMs, 0);
	return plan as ProbePlan;
}

/** A plan whose start is told later. */
export type WaitingPlan = Omit<ProbePlan, "startAtMs"> & { startAtMs?: unknown };

/** The same for a plan whose start is told later: what it says of it does not count. */
export function parseWaitingPlan(text: string): WaitingPlan {
	let plan: WaitingPlan;
	try {
		plan = JSON.parse(text) as WaitingPlan;
	} catch (error) {
		throw new LocaldnsError("LDNS301", "the plan is not JSON", {
			reason: (error as Error).message,
			cause: error,
		});
	}
	if (plan === null || typeof plan !== "object" || plan.kind !== "ProbePlan")
		throw wrong("kind", plan?.kind, '"ProbePlan"');
	if (typeof plan.node !== "string") throw wrong("node", plan.node, "a text");
	if (!Number.isSafeInteger(plan.seed)) throw wrong("seed", plan.seed, "a whole number");
	for (const field of ["warmupMs", "gapMs"] as const) checkNumber(field, plan[field], 0);
	for (const field of ["durationMs", "deadlineMs"] as const) checkNumber(field, plan[field], 1);
	if (!stubProfiles.includes(plan.stubProfile))
		throw wrong("stubProfile", plan.stubProfile, stubProfiles.join(", "));
	if (!Array.isArray(plan.allArms) || plan.allArms.length === 0)
		throw wrong("allArms", plan.allArms, "a list of arms");
	if (!Array.isArray(plan.arms) || plan.arms.length === 0) throw wrong("arms", plan.arms, "a list of arms");
	for (const { arm, nameservers } of plan.arms) {
		if (!plan.allArms.includes(arm)) throw wrong("arms", arm, `one of ${plan.allArms.join(", ")}`);
		for (const server of nameservers ?? []) {
			if (isIP(parseServerAddress(server).host) === 0)
				throw wrong(`nameservers of ${arm}`, server, "addresses");
		}
	}
	if (!Array.isArray(plan.workloads)) throw wrong("workloads", plan.workloads, "a list");
	for (const workload of plan.workloads) checkWorkload(plan, workload);
	if (plan.run !== undefined && typeof plan.run !== "string") throw wrong("run", plan.run, "a text");
	if (plan.cacheMetrics !== undefined && !isHttp(plan.cacheMetrics))
		throw wrong("cacheMetrics", plan.cacheMetrics, "an address that begins with http://");
	return plan;
}

const isHttp = (value: unknown): boolean =>
	typeof value === "string" && URL.parse(value)?.protocol === "http:";

function checkWorkload(plan: WaitingPlan, { workload, rate, names }: ProbePlan["workloads"][number]): void {
	if (!workloadNames.includes(workload)) throw wrong("workload", workload, workloadNames.join(", "));
	checkNumber(`rate of ${workload}`, rate, 0);
	for (const arm of plan.allArms) {
		const list = names[arm] ?? names["*"];
		if (!Array.isArray(list) || list.length === 0)
			throw wrong(`names of ${workload}`, list, `names for the arm ${arm}`);
	}
	for (const { name, expect } of Object.values(names).flat()) {
		// Nine digits stand for what the schedule fills in.
		const filled = String(name).replaceAll("{n}", "999999999").replaceAll("{arm}", "99");
		if (absoluteName(filled) === undefined) throw wrong(`names of ${workload}`, name, "domain names");
		if (!expectations.includes(expect)) throw wrong(`expect of ${name}`, expect, expectations.join(", "));
	}
}

function checkNumber(field: string, value: unknown, least: number): void {
	if (typeof value !== "number" || !Number.isFinite(value) || value < least)
		throw wrong(field, value, `a number from ${least}`);
}

function wrong(field: string, read: unknown, allowed: string): LocaldnsError {
	return new LocaldnsError("LDNS301", `${field}: read ${JSON.stringify(read)}; allowed is ${allowed}`);
}
