import { randomInt } from "node:crypto";
import { LocaldnsError } from "@localdns/core";
import {
	type ClusterOptions,
	insideSandbox,
	nodeCounts,
	type Overlay,
	openCluster,
	parseLinkSpec,
	provideClusterParts,
	requireClusterHost,
	requireOverlayFor,
	serveLab,
	upDetached,
	withClusterSandbox,
} from "@localdns/lab";
import { exitCode } from "../exit-code.ts";
import { parseSeed } from "../measurement-flags.ts";
import { sameCommand } from "../same-command.ts";
import { overText } from "./lab.ts";

interface LabClusterOptions {
	link: string;
	overlay?: Overlay | undefined;
	nodes?: string | undefined;
	seed?: string | undefined;
}

/** Outside of the sandbox it starts itself again inside, where the cluster is built and kept. */
export async function labClusterUp(options: LabClusterOptions): Promise<number> {
	const seed = options.seed === undefined ? randomInt(1, 2 ** 31) : parseSeed(options.seed);
	const link = parseLinkSpec(options.link);
	requireOverlayFor(link, options.overlay);
	const cluster: ClusterOptions = {
		nodes: parseNodes(options.nodes),
		link,
		overlay: options.overlay,
		seed,
	};
	if (insideSandbox()) return await serveLab((onProgress) => openCluster({ ...cluster, onProgress }));

	const say = (text: string) => process.stderr.write(`${text}\n`);
	await requireClusterHost();
	await provideClusterParts(say, options.overlay);
	const { id, places, kubeconfig } = await withClusterSandbox(
		sameCommand(["--seed", String(seed)]),
		(command) => upDetached(command, say),
	);
	process.stdout.write(
		`lab ${id} is up: a cluster of ${cluster.nodes} nodes, ${options.link}${overText(options.overlay)}, seed ${seed}\n` +
			`places: ${places.map(({ name }) => name).join(", ")}\n` +
			`try:    export KUBECONFIG=${kubeconfig}\n        kubectl get nodes\n` +
			`        localdns lab exec node/near -- kubectl get pods -A\n        localdns lab down ${id}\n`,
	);
	return exitCode.done;
}

function parseNodes(text = String(nodeCounts.fewest)): number {
	const { fewest, most } = nodeCounts;
	const count = Number(text);
	if (/^\d+$/.test(text) && count >= fewest && count <= most) return count;
	throw new LocaldnsError(
		"LDNS101",
		`--nodes: read ${JSON.stringify(text)}; allowed is a whole number from ${fewest} to ${most}`,
		{ hint: `localdns lab up --cluster --nodes ${fewest}` },
	);
}
