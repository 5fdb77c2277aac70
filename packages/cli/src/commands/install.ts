import { LocaldnsError } from "@localdns/core";
import { readService } from "@localdns/core/cluster";
import {
	cacheName,
	cacheNamespace,
	clusterDnsNamespace,
	upstreamServiceName,
} from "@localdns/core/manifests";
import { exitCode } from "../exit-code.ts";
import { installExit } from "../install-exit.ts";
import { type Installed, nodesLeft } from "../install-outcome.ts";
import { showError } from "../presentation/error-view.ts";
import { installReport } from "../presentation/install-report.ts";
import { installedLines, installPlanLines } from "../presentation/install-view.ts";
import { colorFor, createStyle } from "../presentation/style.ts";
import { tryObjects } from "../use-cases/change/apply-objects.ts";
import { install as installObjects } from "../use-cases/change/install.ts";
import { nodeRecordStore } from "../use-cases/change/node-record-store.ts";
import { nodesToRestore } from "../use-cases/change/nodes-to-restore.ts";
import { observeInstallation } from "../use-cases/change/observe-installation.ts";
import { type PreparedInstall, planFrom, prepareInstall } from "../use-cases/change/prepare-install.ts";
import { selectedNodes } from "../use-cases/change/selected-nodes.ts";
import { turnNode } from "../use-cases/change/turn-node.ts";
import { type BundleFlags, settingsFrom } from "./bundle-flags.ts";
import { type ChangeFlags, type OpenedChange, openChange, resumeCommand } from "./change-opening.ts";
import { wantedInstallation } from "./wanted-installation.ts";
import { type AccessFlags, clusterDnsOf, clusterDomainOf, waysToNodes } from "./ways-to-nodes.ts";

/** As the command line gives them: `program/install.ts`. */
interface InstallFlags extends ChangeFlags, AccessFlags, BundleFlags {
	readonly stageOnly?: true | undefined;
	readonly nodes?: string | undefined;
	readonly canary?: string | undefined;
	readonly pauseBetween: number;
	readonly maxParallel: number;
	readonly adopt?: true | undefined;
	readonly forceConflicts?: true | undefined;
	readonly skipUnreadyNodes?: true | undefined;
	readonly skipCheck?: readonly string[] | undefined;
	readonly rollbackOnFailure: boolean;
	readonly dryRun?: "client" | "server" | undefined;
	readonly output: "table" | "short" | "json";
}

/**
 * Installs the cache, or makes an installation as these settings want it.
 *
 * @throws LocaldnsError those of settings and files, LDNS601–LDNS607, LDNS701–LDNS706, LDNS710–LDNS717, LDNS755–LDNS758
 */
export async function install(flags: InstallFlags): Promise<number> {
	const settings = await settingsFrom("install", bundleFlags(flags));
	if (settings.profile === "article")
		throw new LocaldnsError("LDNS716", "profile article is not installed by install");
	if (flags.as === undefined && flags.asGroup !== undefined)
		throw new LocaldnsError("LDNS101", "install: --as-group needs --as", { hint: "localdns install --help" });
	const { namespace = cacheNamespace, egressPolicies = [], images } = settings;
	const began = performance.now();

	return await openChange("install", flags, async (opened) => {
		const { cluster, sayWhich, confirm } = opened;
		const nodes = await selectedNodes(cluster, flags.nodes);
		const prepared = await prepareInstall(cluster, {
			namespace,
			egressNamespaces: egressPolicies.map((policy) => policy.namespace),
			adopt: flags.adopt === true,
			skipChecks: flags.skipCheck ?? [],
			wantedFor: (snapshot) =>
				wantedInstallation(settings, snapshot, {
					nodes,
					canary: flags.canary,
					stageOnly: flags.stageOnly === true,
					skipUnready: flags.skipUnreadyNodes === true,
				}),
			onProgress: opened.onProgress,
		});
		if ("refusals" in prepared) {
			if (prepared.clusterUid !== "") sayWhich(prepared.clusterUid);
			return refuse(prepared.refusals);
		}
		const { plan, found } = prepared;
		sayWhich(found.clusterUid);
		const style = createStyle(colorFor(flags.color, process.stdout));
		const report = (ended?: Installed) =>
			installReport({ ...cluster.place, uid: found.clusterUid }, plan, ended, {
				requests: cluster.requests,
				seconds: (performance.now() - began) / 1000,
			});
		const shown = installPlanLines(plan, style, flags.output !== "short");
		if (flags.dryRun === "server") await tryObjects(cluster, plan.objects, flags.forceConflicts === true);
		if (flags.dryRun !== undefined) {
			process.stdout.write(flags.output === "json" ? report() : shown);
			return exitCode.done;
		}
		process.stderr.write(shown);
		const isNothing = plan.turns.length === 0 && plan.objects.every(({ kind }) => kind === "unchanged");
		// The cache is tried all the same, which changes nothing of what is there.
		const answer = isNothing ? "yes" : await confirm("install this now? [y/N] ");
		if (answer !== "yes") return answer === "no" ? exitCode.no : exitCode.interrupted;
		await tryObjects(cluster, plan.objects, flags.forceConflicts === true);

		const ended = await opened.lock(namespace, (signal) =>
			installOn(opened, prepared, { ...flags, namespace, images, signal }),
		);
		process.stdout.write(
			flags.output === "json"
				? report(ended)
				: installedLines(plan, ended, style, {
						requests: cluster.requests,
						seconds: (performance.now() - began) / 1000,
					}),
		);
		return conclude(ended, plan);
	});
}

/** What is left of the flags when those of install itself are gone are settings. */
function bundleFlags({
	stageOnly: _stageOnly,
	nodes: _nodes,
	canary: _canary,
	pauseBetween: _pauseBetween,
	maxParallel: _maxParallel,
	nodeAccess: _nodeAccess,
	sshTarget: _sshTarget,
	adopt: _adopt,
	forceConflicts: _forceConflicts,
	skipUnreadyNodes: _skipUnreadyNodes,
	skipCheck: _skipCheck,
	rollbackOnFailure: _rollbackOnFailure,
	dryRun: _dryRun,
	output: _output,
	kubeconfig: _kubeconfig,
	context: _context,
	as: _as,
	asGroup: _asGroup,
	requestTimeout: _requestTimeout,
	timeout: _timeout,
	yes: _yes,
	quiet: _quiet,
	progress: _progress,
	color: _color,
	...settings
}: InstallFlags): BundleFlags {
	return settings;
}

interface OnFlags
	extends Pick<
		InstallFlags,
		| "adopt"
		| "forceConflicts"
		| "maxParallel"
		| "nodeAccess"
		| "pauseBetween"
		| "rollbackOnFailure"
		| "sshTarget"
		| "timeout"
	> {
	readonly namespace: string;
	readonly images: Parameters<typeof waysToNodes>[0]["images"];
	readonly signal: AbortSignal;
}

/** Under the lock: what was planned may have been done by another run meanwhile, so it is planned anew. */
async function installOn(
	opened: OpenedChange,
	{ snapshot, wanted }: PreparedInstall,
	flags: OnFlags,
): Promise<Installed> {
	const { cluster, onChange } = opened;
	const { namespace, signal, timeout: timeoutMs } = flags;
	const adopt = flags.adopt === true;
	const now = await observeInstallation(cluster, namespace, wanted.objects);
	const planned = planFrom(snapshot, wanted, now, adopt);
	if (!planned.ok) throw planned.refusals[0];
	const { addresses, mode } = wanted.settings;
	// A cache that is made anew where nodes ask one already is not taken out again: theirs may be the only one.
	const isThere = now.live.has(`DaemonSet ${namespace}/${cacheName}`);
	const mayTakeBack = isThere || nodesToRestore(snapshot, now.records).nodes.length === 0;
	const ways = waysToNodes({
		...opened,
		...{ signal, nodeAccess: flags.nodeAccess, sshTarget: flags.sshTarget, images: flags.images },
		clusterDomain: clusterDomainOf(snapshot),
		reference: async () => {
			if (mode === "kubelet") return clusterDnsOf(snapshot);
			// The first Service's address is the cache's; the second one may just have been made.
			const second = await cluster.read({
				...{ apiVersion: "v1", kind: "Service", namespace: clusterDnsNamespace },
				name: upstreamServiceName,
			});
			return second === undefined ? clusterDnsOf(snapshot) : readService(second).addresses;
		},
	});
	try {
		return await installObjects(
			{
				...{ cluster, namespace, addresses, timeoutMs, onChange, signal },
				former: now.live,
				unready: snapshot.nodes.known
					? snapshot.nodes.value.flatMap(({ name, notReady }) => (notReady === undefined ? [] : [name]))
					: [],
				verification: ways.verification,
				turnNode: async ({ node }) =>
					await turnNode(
						{
							...{ cluster, timeoutMs, onChange, clusterDns: clusterDnsOf(snapshot) },
							access: await ways.access(),
							verification: await ways.verification(),
							records: nodeRecordStore(cluster, namespace),
						},
						{ node, addresses, adopt },
					),
				force: flags.forceConflicts === true,
				takesBack: flags.rollbackOnFailure && mayTakeBack,
				pauseMs: flags.pauseBetween,
				maxParallel: flags.maxParallel,
			},
			planned.plan,
		);
	} finally {
		await ways.close();
	}
}

/** Says all refusals, so that they can be mended at once; the worst decides. */
const refuse = (refusals: readonly LocaldnsError[]): number =>
	Math.max(...refusals.map((refusal) => showError(refusal, process.stderr)));

/** What the end means to a script, having said how to go on. */
function conclude(ended: Installed, plan: PreparedInstall["plan"]): number {
	const goOn = () => process.stderr.write(`to go on: ${resumeCommand()}\n`);
	const { error, failed, interrupted } = ended;
	if (error !== undefined) {
		showError(error, process.stderr);
		goOn();
		return installExit(ended);
	}
	if (failed.length > 0 || interrupted) goOn();
	if (failed.length > 0 || interrupted) return installExit(ended);
	const left = nodesLeft(plan, ended);
	if (left.length === 0) return exitCode.done;
	return showError(
		new LocaldnsError("LDNS715", `${left.length} node${left.length === 1 ? "" : "s"} did not get the cache`, {
			reason: left.map(({ node, because }) => `${node} ${because}`).join("; "),
		}),
		process.stderr,
	);
}
