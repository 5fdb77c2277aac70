import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { type ObjectRef, refText } from "@localdns/core/plan";
import { exitCode } from "../exit-code.ts";
import { printable } from "../presentation/printable.ts";
import { changeLine } from "../progress/change-line.ts";
import { patientCluster } from "../use-cases/change/patient-cluster.ts";
import { cleanUpStaged } from "../use-cases/cluster-bench/take-out-staged.ts";
import { cleanUp } from "../use-cases/measure-nodes/clean-up.ts";
import { cleanUpLinkWatches } from "../use-cases/watch-links/remove-link-watches.ts";
import { checkNamespaces } from "./bench-cluster-flags.ts";
import { type ClusterFlags, clusterOf } from "./cluster-flags.ts";

/** For each step of taking a staged cache out. */
const timeoutMs = 300_000;

interface CleanupFlags extends ClusterFlags {
	readonly namespace: string;
	readonly cacheNamespace: string;
	readonly force?: true | undefined;
	readonly quiet?: true | undefined;
	readonly progress: boolean;
}

/**
 * Removes what a killed bench has left, and prints it. Nothing but objects of a bench is touched, so nobody is asked.
 *
 * @throws LocaldnsError LDNS101, LDNS335, LDNS601–LDNS607, LDNS704, LDNS742
 */
export async function benchCleanup(flags: CleanupFlags): Promise<number> {
	checkNamespaces("bench cleanup", flags);
	const reached = await clusterOf(flags);
	const shows = flags.quiet !== true && flags.progress;
	const onChange = (event: Parameters<typeof changeLine>[0]): void => {
		if (shows) process.stderr.write(changeLine(event));
	};
	try {
		// Who does not answer at all is not waited for.
		await reached.serverVersion();
		const { context, server } = reached.place;
		if (flags.quiet !== true) process.stderr.write(`${printable(`context ${context}, ${server}`)}\n`);
		const cluster = patientCluster(reached, { onChange });
		const holder = `${userInfo().username}@${hostname()}:${process.pid}-${randomBytes(4).toString("hex")}`;
		let isEmpty = true;
		const tell = (line: string): void => {
			isEmpty = false;
			process.stdout.write(`${printable(line)}\n`);
		};
		// Told as it goes: what comes next may be refused.
		const tellRemoved = (refs: readonly ObjectRef[]): void => {
			for (const ref of refs) tell(`removed ${refText(ref)}`);
		};
		// First, because it refuses where a bench is under way.
		const { removed, lingering } = await cleanUp(cluster, {
			...{ namespace: flags.namespace, holder, onChange },
			force: flags.force === true,
		});
		tellRemoved(removed);
		for (const ref of lingering) tell(`deleted, and still there: ${refText(ref)}; its node does not answer`);
		const force = flags.force === true;
		const links = await cleanUpLinkWatches(cluster, { benchNamespace: flags.namespace, force, onChange });
		tellRemoved(links.removed);
		for (const other of links.spared)
			tell(
				`left: link watches of a bench in namespace ${other}, which may be under way; if it was killed: localdns bench cleanup -n ${other}`,
			);
		tellRemoved(
			await cleanUpStaged(cluster, {
				...{ namespace: flags.cacheNamespace, holder, onChange, timeoutMs },
				signal: new AbortController().signal,
			}),
		);
		if (isEmpty) tell("nothing to remove");
		return exitCode.done;
	} finally {
		reached.close();
	}
}
