import type { KubernetesObject } from "@localdns/core/manifests";
import { probePods } from "@localdns/core/manifests";
import type { NamePlan, ProbePlan, ProbeRecord, Sample, StubProfile } from "@localdns/core/measure";
import type { DrivenCluster } from "../../../lab/test/real/cluster-driver.ts";

/** Whom a pod asks: stated addresses by the name of their arm, or whatever the kubelet wrote into its resolv.conf. */
export type Asking = Readonly<Record<string, string>> | "resolv.conf";

/** What one arm met on one node. */
export interface Asked {
	readonly node: string;
	readonly arm: string;
	/** From the pod's resolv.conf. */
	readonly nameservers: readonly string[];
	/** Questions that were due, neither the probe's own fault nor cut off at the end. */
	readonly resolutions: number;
	/** Too late to be asked: the machine was busy. */
	readonly missed: number;
	readonly failed: readonly Failure[];
	readonly slowestMs: number;
	/** From the last good answer before a failure to the first one after it, the longest such time; 0 without failures. */
	readonly gapMs: number;
}

/** A name that an application did not get, or not the truth, or not before its stub would have given up waiting. */
interface Failure {
	readonly at: string;
	readonly name: string;
	readonly outcome: string;
	readonly took: string;
}

/** The namespace in which all questions are asked; Pod Security *restricted* is enforced there. */
const queryNamespace = "queries";
const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };

/** Resolutions per second of each arm. */
const rate = 20;
/** glibc's own time limit for one server: a lost packet is a failed resolution, even where the repetition is answered. */
const deadlineMs = 5000;

export async function openQueryNamespace({ kubectl }: DrivenCluster): Promise<void> {
	const namespace = { apiVersion: "v1", kind: "Namespace" };
	const metadata = { name: queryNamespace, labels: restricted };
	await kubectl(["create", "-f", "-"], JSON.stringify({ ...namespace, metadata }));
	await kubectl(["-n", queryNamespace, "wait", "--for=create", "serviceaccount/default", "--timeout=20s"]);
}

/** Pods of one kind, one on each node, that ask until they are told to stop. */
export interface QueryPods {
	/** Ends them, reads what they met and deletes them. */
	stop(): Promise<Asked[]>;
}

/**
 * The probe of a measurement on each of these nodes: glibc's ways, open loop, every name with the address that the API
 * server has for it.
 */
export async function startQueries(
	cluster: DrivenCluster,
	settings: {
		readonly run: string;
		readonly nodes: readonly string[];
		readonly asking: Asking;
		/** @default "glibc"; raw sends one packet for each name and type, and so sees every gap as it is */
		readonly stubProfile?: StubProfile;
	},
	program: string,
): Promise<QueryPods> {
	const { run, nodes, asking, stubProfile = "glibc" } = settings;
	const inNamespace = (...argv: string[]) => cluster.kubectl(["-n", queryNamespace, ...argv]);
	const truth = await addressesOf(cluster);
	const startAtMs = Date.now();
	const objects = probePods({
		run,
		namespace: queryNamespace,
		image: { program },
		plans: Object.fromEntries(
			nodes.map((node) => [
				node,
				JSON.stringify(planOf({ node, run, asking, truth, startAtMs, stubProfile })),
			]),
		),
		deadlineSeconds: 900,
		resolver: asking === "resolv.conf" ? "kubelet" : { nameservers: ["10.43.0.10"], searches },
	}).map(atOnce);
	const pods = objects.filter(({ kind }) => kind === "Pod").map(({ metadata }) => `pod/${metadata.name}`);
	await cluster.kubectl(["create", "-f", "-"], objects.map((object) => JSON.stringify(object)).join("\n"));
	await inNamespace("wait", "--for=condition=Ready", "--timeout=60s", ...pods);
	return {
		async stop() {
			// The probe writes its summary when it is told to end, and its words outlive it.
			await Promise.all(pods.map((pod) => inNamespace("exec", pod, "--", "sh", "-c", "kill -TERM 1")));
			await inNamespace("wait", "--for=jsonpath={.status.phase}=Succeeded", "--timeout=60s", ...pods);
			const asked: Asked[] = [];
			for (const pod of pods) asked.push(...judge(await inNamespace("logs", pod), truth, startAtMs));
			await inNamespace("delete", "pod,configmap", "-l", `localdns.dev/run=${run}`, "--now");
			return asked;
		},
	};
}

const searches = [`${queryNamespace}.svc.cluster.local`, "svc.cluster.local", "cluster.local"];

/** The start is in the plan, and records are printed as they are. */
function atOnce(object: KubernetesObject): KubernetesObject {
	if (object.kind !== "Pod") return object;
	const { spec } = object as unknown as { spec: { containers: [{ args: string[] }] } };
	const [container] = spec.containers;
	return {
		...object,
		spec: { ...spec, containers: [{ ...container, args: container.args.slice(0, 2) }] },
	} as KubernetesObject;
}

/** Names as an application writes them, with what they are worth. */
type Truth = ReadonlyMap<string, string>;

async function addressesOf({ kubectl }: DrivenCluster): Promise<Truth> {
	const clusterIp = (namespace: string, service: string) =>
		kubectl(["-n", namespace, "get", "service", service, "-o", "jsonpath={.spec.clusterIP}"]);
	const [api, dns] = [await clusterIp("default", "kubernetes"), await clusterIp("kube-system", "kube-dns")];
	return new Map([
		["kubernetes.default.svc.cluster.local.", api],
		["kubernetes.default", api],
		["kube-dns.kube-system.svc.cluster.local.", dns],
		// What the lab's public resolver says of it.
		["api-0.example.com.", "192.0.2.1"],
	]);
}

interface Planned {
	readonly node: string;
	readonly run: string;
	readonly asking: Asking;
	readonly truth: Truth;
	readonly startAtMs: number;
	readonly stubProfile: StubProfile;
}

function planOf({ node, run, asking, truth, startAtMs, stubProfile }: Planned): ProbePlan {
	const arms =
		asking === "resolv.conf"
			? [{ arm: run }]
			: Object.entries(asking).map(([arm, address]) => ({ arm, nameservers: [address] }));
	const names = [...truth.keys()].flatMap((name): NamePlan[] => {
		if (name.endsWith(".")) return [{ name, form: "absolute", expect: "address" }];
		// Raw has no search list.
		return stubProfile === "raw" ? [] : [{ name, form: "svc.ns", expect: "address" }];
	});
	return {
		kind: "ProbePlan",
		node,
		seed: 4,
		startAtMs,
		warmupMs: 0,
		durationMs: 900_000,
		gapMs: 10,
		deadlineMs,
		stubProfile,
		allArms: arms.map(({ arm }) => arm),
		arms,
		workloads: [{ workload: "hot", rate, names: { "*": names } }],
	};
}

function judge(log: string, truth: Truth, startAtMs: number): Asked[] {
	const records = log
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line) as ProbeRecord);
	const hello = records.find((record) => record.kind === "hello");
	const summary = records.find((record) => record.kind === "summary");
	const samples = records.filter((record) => record.kind === "sample");
	if (hello === undefined || summary === undefined)
		throw new Error(`a probe without an end:\n${log.slice(-500)}`);
	if (samples.length !== summary.planned)
		throw new Error(`${summary.node} planned ${summary.planned} questions and told of ${samples.length}`);
	return hello.arms.map((arm) => {
		const own = samples.filter((sample) => sample.arm === arm && sample.outcome !== "aborted");
		// Its plan begins before its pod does: what was due by then is the probe's to miss.
		const asked = own.filter(({ outcome }) => outcome !== "probe_fault");
		const first = asked[0]?.tuple ?? 0;
		return {
			node: hello.node,
			arm,
			nameservers: hello.nameservers,
			resolutions: asked.length,
			missed: own.filter(({ outcome, tuple }) => outcome === "probe_fault" && tuple > first).length,
			failed: asked.flatMap((sample) => failureOf(sample, truth, startAtMs)),
			slowestMs: Math.max(...asked.map(({ latencyMs }) => latencyMs ?? 0)),
			gapMs: longestGap(asked),
		};
	});
}

function longestGap(asked: readonly Sample[]): number {
	let [longest, since, isOpen] = [0, asked[0]?.intendedMs ?? 0, false];
	for (const { outcome, intendedMs } of asked.toSorted((a, b) => a.intendedMs - b.intendedMs)) {
		if (outcome !== "ok") isOpen = true;
		else {
			if (isOpen) longest = Math.max(longest, intendedMs - since);
			[since, isOpen] = [intendedMs, false];
		}
	}
	return Math.round(longest);
}

function failureOf(sample: Sample, truth: Truth, startAtMs: number): Failure[] {
	const { name, outcome, addresses, latencyMs, intendedMs } = sample;
	const isTrue = addresses.join() === truth.get(name);
	if (outcome === "ok" && isTrue) return [];
	const at = new Date(startAtMs + intendedMs).toISOString();
	const said = outcome === "ok" ? `wrong: ${addresses.join()}` : outcome;
	return [{ at, name, outcome: said, took: latencyMs === null ? "never" : `${Math.round(latencyMs)} ms` }];
}

/** One line for each node and arm, for whoever reads the test's output. */
export const countsOf = (asked: readonly Asked[]): string =>
	asked
		.map(
			({ node, arm, nameservers, resolutions, missed, failed, slowestMs }) =>
				`${node} ${arm}${arm === "control" || arm === "cache" ? "" : ` at ${nameservers.join()}`}: ` +
				`${failed.length} of ${resolutions} failed, slowest ${Math.round(slowestMs)} ms, ${missed} not asked`,
		)
		.join("\n");
