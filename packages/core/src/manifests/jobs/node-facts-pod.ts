import type { PathTarget } from "../../cluster/node-facts.ts";
import { contentHash } from "../content-hash.ts";
import { type ImageSettings, nodeImage, pullPolicy, pullSecrets } from "../images.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { managedBy, nodeConfigNamespace } from "../names.ts";
import { nodeObjectName } from "./object-name.ts";
import { onNode } from "./placement.ts";
import { type Program, pathOf, programConfigMap, programVolume } from "./program.ts";
import { restrictedContainer, restrictedPod } from "./restricted.ts";

/** A pod that finds out about its node. */
export interface NodeFactsPodSettings {
	/** Of the Node object. */
	readonly node: string;
	/** Whom its tailscaled pings; at most ten, so that the result fits into a termination message. */
	readonly targets: readonly PathTarget[];
	/** Name of the ConfigMap that carries the program (`nodeFactsConfigMap`). */
	readonly configMap: string;
	/** Makes the pod's name unlike that of any before. Up to 20 of a-z, 0-9 and -. */
	readonly suffix: string;
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
}

/** By which these objects are found. */
export const nodeFactsLabels = { ...managedBy, "app.kubernetes.io/name": "localdns-node-facts" } as const;

/** The program of these pods, as it is called in its ConfigMap. */
export const nodeFactsFile = "node-facts.mjs";

/**
 * The program of these pods, named by what is in it.
 *
 * @param program one bundled file
 * @throws LocaldnsError LDNS463 a program that no ConfigMap takes
 */
export function nodeFactsConfigMap(program: string): KubernetesObject {
	const map = programConfigMap(`localdns-node-facts-${contentHash(program)}`, nodeConfigNamespace, {
		[nodeFactsFile]: program,
	});
	return { ...map, metadata: { ...map.metadata, labels: nodeFactsLabels } };
}

/** What of the node is mounted, all of it read-only; each of them is on every node, and a missing one is not made. */
const folders = {
	// Not /run/tailscale: systemd makes that one anew when tailscaled starts again.
	run: "/run",
	// Interfaces of the node's own network, which is not the pod's.
	net: "/sys/devices/virtual/net",
	// Lists of kernel modules.
	lib: "/lib",
} as const;

/** A pod that finds out about its node. */
export function nodeFactsPod(settings: NodeFactsPodSettings): KubernetesObject {
	const { node, targets, configMap, suffix, images } = settings;
	return {
		apiVersion: "v1",
		kind: "Pod",
		metadata: {
			name: nodeObjectName(`facts-${suffix}`, node),
			namespace: nodeConfigNamespace,
			labels: nodeFactsLabels,
		},
		spec: nodeFactsSpec({
			node,
			program: { configMap, file: nodeFactsFile },
			args: ["--targets", JSON.stringify(targets)],
			deadlineSeconds: 120,
			graceSeconds: 0,
			...(images === undefined ? {} : { images }),
		}),
	};
}

interface SpecSettings {
	readonly node: string;
	readonly program: Program;
	readonly args: readonly string[];
	/** Time after which it is ended whatever it does. */
	readonly deadlineSeconds: number;
	readonly graceSeconds: number;
	readonly images?: ImageSettings;
}

/**
 * What runs the program of these pods. Not root and without any right, so that tailscaled lets it read and change
 * nothing. That it sees folders of the node is what no Pod Security Standard but *privileged* allows. Its resolver file
 * is the node's, as CoreDNS gets it.
 */
export function nodeFactsSpec(settings: SpecSettings): object {
	const { node, program, args, deadlineSeconds, graceSeconds, images } = settings;
	const { volume, mount } = programVolume(program);
	const names = Object.entries(folders);
	return {
		...restrictedPod,
		...onNode(node),
		...pullSecrets(images),
		restartPolicy: "Never",
		activeDeadlineSeconds: deadlineSeconds,
		terminationGracePeriodSeconds: graceSeconds,
		dnsPolicy: "Default",
		containers: [
			{
				name: "node-facts",
				image: nodeImage(images),
				...pullPolicy(images),
				command: ["node", pathOf(program)],
				args,
				resources: { requests: { cpu: "1m", memory: "16Mi" }, limits: { memory: "128Mi" } },
				...restrictedContainer,
				volumeMounts: [
					mount,
					...names.map(([name]) => ({ name, mountPath: `/host/${name}`, readOnly: true })),
				],
			},
		],
		volumes: [volume, ...names.map(([name, path]) => ({ name, hostPath: { path, type: "Directory" } }))],
	};
}
