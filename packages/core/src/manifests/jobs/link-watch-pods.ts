import type { PathTarget } from "../../cluster/node-facts.ts";
import type { ImageSettings } from "../images.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { managedBy, nodeConfigNamespace } from "../names.ts";
import { nodeFactsFile, nodeFactsSpec } from "./node-facts-pod.ts";
import { nodeObjectName } from "./object-name.ts";
import { programConfigMap } from "./program.ts";

/** Pods that watch the ways between nodes while something is measured. */
export interface LinkWatchSettings {
	/** Of the run: ends the names of these objects and is their label. Up to 20 of a-z, 0-9 and -. */
	readonly run: string;
	/** Where the probes of that run are: whether it goes on is told by its lock there. */
	readonly benchNamespace: string;
	/** The program: one bundled file. */
	readonly program: string;
	readonly nodes: readonly string[];
	/** Whom their tailscaled pings; a node does not ping itself. */
	readonly targets: readonly PathTarget[];
	/** They end by themselves after this, ms. */
	readonly longestMs: number;
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
}

/** By which the objects of a run, or of all runs, are found. */
export const linkWatchLabels = (run?: string) => ({
	"app.kubernetes.io/name": "localdns-link-watch",
	...managedBy,
	...(run === undefined ? {} : { "localdns.dev/run": run }),
});

/** On each object of a watch: the namespace of its bench. */
export const benchNamespaceLabel = "localdns.dev/bench-namespace";

/** For an image to be pulled, and the last line. */
const spareSeconds = 120;

/**
 * The objects of a watch in apply order: the program, and a pod for each node. Their results are what they print. They
 * need the Pod Security Standard *privileged*, for the folder in which tailscaled has its socket.
 *
 * @throws LocaldnsError LDNS463 a program that no ConfigMap takes
 */
export function linkWatchPods(settings: LinkWatchSettings): KubernetesObject[] {
	const { run, nodes, targets, longestMs, images } = settings;
	const configMap = `localdns-link-watch-${run}`;
	const labels = { ...linkWatchLabels(run), [benchNamespaceLabel]: settings.benchNamespace };
	const carrier = programConfigMap(configMap, nodeConfigNamespace, { [nodeFactsFile]: settings.program });
	const pods = nodes.map((node) => ({
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: nodeObjectName(configMap, node), namespace: nodeConfigNamespace },
		spec: nodeFactsSpec({
			node,
			program: { configMap, file: nodeFactsFile },
			args: [
				"--targets",
				JSON.stringify(targets.filter((target) => target.node !== node)),
				"--watch-ms",
				String(Math.round(longestMs)),
			],
			deadlineSeconds: Math.ceil(longestMs / 1000) + spareSeconds,
			graceSeconds: 5,
			...(images === undefined ? {} : { images }),
		}),
	}));
	return [carrier, ...pods].map((object) => ({ ...object, metadata: { ...object.metadata, labels } }));
}
