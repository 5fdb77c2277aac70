import { randomBytes, randomInt } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { LocaldnsError } from "@localdns/core";
import { type BundleSettings, benchNamespace, cacheNamespace } from "@localdns/core/manifests";
import { type ClusterBenchSettings, parseClusterBench } from "../cluster-bench-settings.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { interruptible } from "../interruption.ts";
import type { Cluster } from "../ports/cluster.ts";
import { benchOpening } from "../presentation/bench-opening.ts";
import { printable } from "../presentation/printable.ts";
import type { BenchEvent, BenchReporter } from "../progress/bench-event.ts";
import { readingLine } from "../progress/reading-line.ts";
import { chooseReporter } from "../progress/reporter.ts";
import { openSpool, type Spool } from "../spool.ts";
import { type Answer, askYes } from "../terminal-prompt.ts";
import { patientCluster } from "../use-cases/change/patient-cluster.ts";
import { selectedNodes } from "../use-cases/change/selected-nodes.ts";
import { chooseNodes } from "../use-cases/cluster-bench/choose-nodes.ts";
import { readNamedServices } from "../use-cases/cluster-bench/named-services.ts";
import { type BenchGround, observeBench } from "../use-cases/cluster-bench/observe-bench.ts";
import { type PreparedBench, prepareClusterBench } from "../use-cases/cluster-bench/prepare-cluster-bench.ts";
import { type BenchedRun, runClusterBench } from "../use-cases/cluster-bench/run-cluster-bench.ts";
import { asNotes, whileMeasuring } from "../use-cases/measure-nodes/measurement-lock.ts";
import {
	type BenchClusterOptions,
	bundled,
	bundleOf,
	checkFlags,
	cleanupCommand,
	namesOf,
	probeImageOf,
} from "./bench-cluster-flags.ts";
import { concludeBench, ensurePlaceFor } from "./bench-conclusion.ts";
import { cutOffOf, endWith, withLeft } from "./bench-cut-off.ts";
import { whileStaged } from "./bench-staging.ts";
import { clusterOf } from "./cluster-flags.ts";

/** For each step of staging a cache, and for an API server that is away. */
const timeoutMs = 300_000;

/**
 * `bench` in the cluster of the kubeconfig: probes on its nodes ask the cluster DNS and the cache at the same instants.
 *
 * @throws LocaldnsError LDNS101, LDNS103, LDNS104, LDNS325, LDNS330–LDNS336, LDNS601–LDNS607, LDNS704, LDNS746, LDNS755
 */
export async function benchCluster(options: BenchClusterOptions): Promise<number> {
	const settings = parseClusterBench(options, () => randomInt(1, 2 ** 31));
	checkFlags(options);
	await ensurePlaceFor(options);
	const bundle = await bundleOf(options);
	const cluster = await clusterOf(options);
	const cleanup = cleanupCommand(options, bundle);
	const stop = interruptible(cleanup);
	const spool = await openSpool();
	const shown = chooseReporter(options, process.stderr, Date.now);
	const left: string[] = [];
	const report = (event: BenchEvent): void => {
		if (event.type === "left") left.push(event.what);
		shown(event);
	};
	const reporter = Object.assign(report, { close: shown.close });
	try {
		const measured = await measureIn({
			options,
			settings,
			bundle,
			cleanup,
			cluster,
			spool,
			reporter,
			signal: stop.signal,
		});
		reporter.close();
		return typeof measured === "number" ? measured : await conclude(measured, options, { left, cleanup });
	} catch (error) {
		throw error instanceof LocaldnsError ? withLeft(error, left, cleanup) : error;
	} finally {
		reporter.close();
		stop.release();
		cluster.close();
		await spool.close();
	}
}

interface Measuring {
	readonly options: BenchClusterOptions;
	readonly settings: ClusterBenchSettings;
	readonly bundle: BundleSettings;
	/** The command that removes what is left. */
	readonly cleanup: string;
	/** As it is. */
	readonly cluster: Cluster;
	readonly spool: Spool;
	readonly reporter: BenchReporter;
	/** Aborted by Ctrl-C. */
	readonly signal: AbortSignal;
}

/** A run, and what could not be put back after it. */
interface Measured extends BenchedRun {
	readonly trouble: LocaldnsError | undefined;
}

/** @returns an exit code where nothing was measured */
async function measureIn(measuring: Measuring): Promise<Measured | ExitCode> {
	const { options, settings, bundle, cleanup, cluster, spool, reporter, signal } = measuring;
	const shows = options.quiet !== true;
	const say = (text: string) => process.stderr.write(text);
	const onProgress = shows && options.progress ? readingLine(process.stderr) : () => {};
	const namespace = options.namespace ?? benchNamespace;
	const ownNamespace = bundle.namespace ?? cacheNamespace;
	const run = randomBytes(4).toString("hex");
	const observe = (): Promise<BenchGround> =>
		observeBench(cluster, {
			...{ namespace, cacheNamespace: ownNamespace, onProgress },
			linkInfo: options.linkInfo === true,
			stage: options.stage === true,
		});
	const ground = await observe();
	const { context, server } = cluster.place;
	if (shows) say(`${printable(`context ${context}, ${server}, cluster ${ground.clusterUid}`)}\n`);
	const nodes = chooseNodes(ground.nodes, await selectedNodes(cluster, options.nodes));
	const names = await namesOf(options.names, ground.domain);
	const services = await readNamedServices(cluster);
	const prepare = (found: BenchGround, isStaged: boolean): PreparedBench =>
		prepareClusterBench({
			...{ run, settings, names, context, services, nodes, namespace, isStaged },
			ground: found,
			cacheNamespace: ownNamespace,
		});
	const staging = await mayStage(options, ground, bundle);
	if (staging === "interrupted") return exitCode.interrupted;
	if (staging === "declined") return exitCode.no;
	// What can be wrong is found before anything is made.
	const prepared = staging === "yes" ? undefined : prepare(ground, false);

	const onChange = asNotes(reporter);
	const patient = patientCluster(cluster, { patienceMs: timeoutMs, waitsOnce: true, onChange });
	const holder = `${userInfo().username}@${hostname()}:${process.pid}-${run}`;
	const image = probeImageOf(options, bundle);
	const linkProgram = options.linkInfo === true ? bundled("node-facts.mjs") : undefined;
	const measure = async (bench: PreparedBench, interrupt: AbortSignal): Promise<BenchedRun | undefined> => {
		if (shows) say(benchOpening(bench, linkProgram !== undefined));
		return await runClusterBench(bench, {
			cluster,
			patient,
			image,
			linkProgram,
			spool,
			report: reporter,
			interrupt,
		});
	};
	let result: BenchedRun | undefined;
	let trouble: LocaldnsError | undefined;
	const lock = { namespace, command: "bench", holder, onEvent: reporter };
	try {
		await whileMeasuring(patient, lock, async (lost) => {
			const interrupt = AbortSignal.any([signal, lost]);
			if (prepared !== undefined) {
				result = await measure(prepared, interrupt);
				return;
			}
			const own = { run, holder, namespace: ownNamespace, bundle, cleanup, timeoutMs, onChange };
			await whileStaged(
				{ ...own, cluster: patient, lookup: bundled("lookup.mjs"), signal: interrupt },
				async (inner) => {
					result = await measure(prepare(await observe(), true), inner);
				},
			);
		});
	} catch (error) {
		// What was measured is not lost because something could not be put back.
		if (result === undefined || !(error instanceof LocaldnsError)) throw error;
		trouble = error;
	}
	if (result !== undefined) return { ...result, trouble };
	reporter.close();
	say("interrupted before anything was measured: nothing to judge; what was made is removed\n");
	return exitCode.interrupted;
}

/** Whether a cache is staged for the trial: asked for, or agreed to at the terminal. */
async function mayStage(
	{ stage, arms, yes, quiet }: BenchClusterOptions,
	{ cache }: BenchGround,
	{ mode = "kubelet" }: BundleSettings,
): Promise<Answer | "declined"> {
	if (cache !== null) {
		if (stage !== true) return "no";
		throw new LocaldnsError("LDNS334", "a cache is installed, so none is staged", {
			reason: "bench measures it as it is",
			hint: "localdns bench",
		});
	}
	const isTerminal = process.stdin.isTTY === true;
	if (stage === true && yes === true) return "yes";
	if (!isTerminal && stage === true)
		throw new LocaldnsError("LDNS746", "bench --stage changes the cluster", {
			reason: "there is no terminal to ask on",
			hint: "localdns bench --stage --yes",
		});
	const wantsOne = stage === true || (arms?.includes("cache") ?? true);
	if (!isTerminal || !wantsOne || (stage !== true && (yes === true || quiet === true))) return "no";
	const effect =
		mode === "intercept"
			? "every pod's DNS goes through it meanwhile"
			: "no kubelet is pointed at it, so no pod but the probes asks it";
	const answer = await askYes(
		`no cache is installed: stage one for this trial, and take it out afterwards? ${effect} [y/N] `,
	);
	// Whoever asked for it and says no wants no baseline instead.
	return answer === "no" && stage === true ? "declined" : answer;
}

async function conclude(
	{ run, samples, trouble, cutOffBy }: Measured,
	options: BenchClusterOptions,
	{ left, cleanup }: { readonly left: readonly string[]; readonly cleanup: string },
): Promise<number> {
	const troubles = [
		...(cutOffBy === undefined ? [] : [withLeft(cutOffOf(cutOffBy), left, cleanup)]),
		...(trouble === undefined ? [] : [trouble]),
	];
	return await endWith(() => concludeBench(run, samples, options), troubles, process.stderr);
}
