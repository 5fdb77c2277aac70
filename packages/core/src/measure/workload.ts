import type { NamePlan, WorkloadPlan } from "./probe-plan.ts";
import type { StubProfile, Workload } from "./sample.ts";

/** A Service that a pod may ask for. */
export interface ServiceName {
	name: string;
	namespace: string;
}

/** What the workloads of a run are made from. */
export interface WorkloadInput {
	/** Makes cold names unique over runs: lower-case letters and digits. */
	runId: string;
	/** Every arm of the run, in its stated order. */
	arms: readonly string[];
	/** Resolutions per second per arm; a workload without a rate is left out. */
	rates: Partial<Record<Workload, number>>;
	/** Services to ask again and again; keep the list short enough for every name to come round within the TTL. */
	services: readonly ServiceName[];
	/** Services that appear or vanish while the run goes on. */
	fresh: readonly ServiceName[];
	/** Names outside the cluster, at least one for every arm; `{n}` and `{arm}` are filled in by the schedule. */
	external: readonly string[];
	/** Namespace of the asking pod, for the form `svc`. */
	podNamespace: string;
	/** Raw asks names as they are, so it gets absolute ones only. */
	stubProfile: StubProfile;
	/** @default "cluster.local" */
	clusterDomain?: string;
}

/**
 * The workloads of a run. Hot and fresh ask every Service in every form in which an application can write it;
 * cold asks absolute names that cannot exist, so that each costs exactly one miss; external names are dealt out
 * to the arms, because an arm's question would warm the common upstream for the next.
 */
export function planWorkloads(input: WorkloadInput): WorkloadPlan[] {
	const plans: WorkloadPlan[] = [];
	const add = (workload: Workload, names: WorkloadPlan["names"]): void => {
		const rate = input.rates[workload] ?? 0;
		if (rate > 0 && Object.values(names).every((list) => list.length > 0))
			plans.push({ workload, rate, names });
	};
	add("hot", { "*": input.services.flatMap((service) => formsOf(service, input, "address")) });
	add("cold", { "*": [coldName(input)] });
	add(
		"external",
		dealOut(
			input.arms,
			input.external.map((name) => ({ name, form: "external", expect: "address" })),
		),
	);
	add("fresh", { "*": input.fresh.flatMap((service) => formsOf(service, input, "varies")) });
	return plans;
}

function formsOf(service: ServiceName, input: WorkloadInput, expect: NamePlan["expect"]): NamePlan[] {
	const { name, namespace } = service;
	const full = `${name}.${namespace}.svc.${input.clusterDomain ?? "cluster.local"}`;
	const absolute: NamePlan = { name: `${full}.`, form: "absolute", expect };
	if (input.stubProfile === "raw") return [absolute];
	const short: NamePlan[] = namespace === input.podNamespace ? [{ name, form: "svc", expect }] : [];
	return [
		...short,
		{ name: `${name}.${namespace}`, form: "svc.ns", expect },
		{ name: full, form: "svc.ns.svc.cluster.local", expect },
		absolute,
	];
}

function coldName(input: WorkloadInput): NamePlan {
	const domain = input.clusterDomain ?? "cluster.local";
	// The arm's index in the name keeps the arms apart, the run's id keeps this run's names out of older caches.
	const name = `ld-${input.runId}-{arm}-{n}.${input.podNamespace}.svc.${domain}.`;
	return { name, form: "absolute", expect: "nxdomain" };
}

function dealOut(arms: readonly string[], names: readonly NamePlan[]): WorkloadPlan["names"] {
	return Object.fromEntries(
		arms.map((arm, index) => [
			arm,
			names.filter((name, position) => name.name.includes("{arm}") || position % arms.length === index),
		]),
	);
}
