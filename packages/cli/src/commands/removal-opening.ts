import { LocaldnsError } from "@localdns/core";
import { problemOfSettings } from "@localdns/core/config";
import { colorFor, createStyle, type Style } from "../presentation/style.ts";
import type { RemovalGround, Streams } from "../use-cases/change/removal-ground.ts";
import { type ChangeFlags, openChange } from "./change-opening.ts";
import { removalGround } from "./removal-session.ts";
import type { AccessFlags } from "./ways-to-nodes.ts";

/** Flags that rollback and uninstall share. */
export interface RemovalFlags extends ChangeFlags, AccessFlags {
	readonly namespace: string;
}

type Work = (ground: RemovalGround, streams: Streams, style: Style) => Promise<number>;

/**
 * Opens the cluster, says which it is, and does the work there; Ctrl-C lets the step in hand end.
 *
 * @throws LocaldnsError LDNS601–LDNS607, LDNS704, LDNS705, LDNS746, and what the work throws
 */
export async function onCluster(
	command: "rollback" | "uninstall",
	flags: RemovalFlags,
	work: Work,
): Promise<number> {
	const { namespace, nodeAccess, sshTarget, timeout: timeoutMs } = flags;
	const problem = problemOfSettings({ namespace });
	if (problem !== undefined)
		throw new LocaldnsError("LDNS101", `${command}: ${problem}`, { hint: `localdns ${command} --help` });
	return await openChange(command, flags, async ({ lock, sayWhich, ...opened }) => {
		const ground = await removalGround({
			...opened,
			...{ command, namespace, nodeAccess, sshTarget, timeoutMs },
			lock: (locked) => lock(namespace, locked),
		});
		sayWhich(ground.clusterUid);
		const style = createStyle(colorFor(flags.color, process.stdout));
		return await work(ground, { out: process.stdout, err: process.stderr }, style);
	});
}
