import { contentHash } from "../content-hash.ts";
import { type ImageSettings, nodeImage, pullPolicy, pullSecrets } from "../images.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { managedBy, nodeConfigNamespace } from "../names.ts";
import { nodeObjectName } from "./object-name.ts";
import { onNode } from "./placement.ts";
import { type Program, pathOf, programConfigMap, programVolume } from "./program.ts";

/** What a Job does to the configuration of one node. */
export interface NodeConfigJobSettings {
	/** Of the Node object. */
	readonly node: string;
	/** Writes the entry for these nameservers, or puts the former bytes back. */
	readonly change:
		| { readonly is: "turn"; readonly addresses: readonly string[]; readonly adopt: boolean }
		| { readonly is: "give-back" };
	/** Name of the ConfigMap that carries the program (`nodeProgramConfigMap`). */
	readonly configMap: string;
	/** Seconds that K3s has to come back before the node is put back; the way back may take as long. @default 90 */
	readonly patienceSeconds?: number;
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
}

const programFile = "node-program.mjs";

/** By which node Jobs and their pods are found. */
export const nodeConfigLabels = { ...managedBy, "app.kubernetes.io/name": "localdns-node-config" } as const;

/** The node's file system as the Job sees it: the two folders below and nothing else. */
const root = "/host";
/** K3s keeps its node's password in it, so that it is there before K3s' configuration is. */
const configFolder = "/etc/rancher";
const unitFolder = "/etc/systemd/system";

/** For everything but waiting for K3s: an image to pull, files to write. */
const besidesSeconds = 180;

/**
 * The program of node Jobs, named by what is in it: Jobs of another version are left theirs.
 *
 * @param program one bundled file
 * @throws LocaldnsError LDNS463 a program that no ConfigMap takes
 */
export function nodeProgramConfigMap(program: string): KubernetesObject {
	const name = `localdns-node-program-${contentHash(program)}`;
	const map = programConfigMap(name, nodeConfigNamespace, { [programFile]: program });
	return { ...map, metadata: { ...map.metadata, labels: nodeConfigLabels } };
}

/**
 * A Job that turns one node or gives it back. It is the node's administrator for as long as it runs, as whoever
 * restarts K3s has to be: so it is short-lived, is never tried again by itself, has a namespace of its own, and sees the
 * folder of K3s' configuration and that of its unit. It is in the host's network to ask the kubelet on 127.0.0.1, and so
 * needs no network of pods. Names are arguments; no shell reads them. One name for either change, so that no two Jobs
 * work on one node.
 */
export function nodeConfigJob(settings: NodeConfigJobSettings): KubernetesObject {
	const { node, change, configMap, patienceSeconds = 90, images } = settings;
	const program: Program = { configMap, file: programFile };
	const { volume, mount } = programVolume(program);
	return {
		apiVersion: "batch/v1",
		kind: "Job",
		metadata: {
			name: nodeObjectName("localdns-node", node),
			namespace: nodeConfigNamespace,
			labels: nodeConfigLabels,
		},
		spec: {
			activeDeadlineSeconds: 2 * patienceSeconds + besidesSeconds,
			backoffLimit: 0,
			ttlSecondsAfterFinished: 3600,
			template: {
				metadata: { labels: nodeConfigLabels },
				spec: {
					...onNode(node),
					...pullSecrets(images),
					automountServiceAccountToken: false,
					enableServiceLinks: false,
					restartPolicy: "Never",
					// Told to end, it puts the node back and waits until that has worked.
					terminationGracePeriodSeconds: patienceSeconds + 30,
					hostPID: true,
					hostNetwork: true,
					dnsPolicy: "Default",
					containers: [
						{
							name: "node-config",
							image: nodeImage(images),
							...pullPolicy(images),
							command: ["node", pathOf(program), change.is],
							args: [
								...["--root", root, "--patience-seconds", String(patienceSeconds)],
								...(change.is === "turn" ? ["--addresses", change.addresses.join(",")] : []),
								...(change.is === "turn" && change.adopt ? ["--adopt"] : []),
							],
							resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
							// To restart K3s it enters the namespaces of the host's first process.
							securityContext: { privileged: true, runAsUser: 0, readOnlyRootFilesystem: true },
							volumeMounts: [
								mount,
								{ name: "k3s-config", mountPath: `${root}${configFolder}` },
								{ name: "units", mountPath: `${root}${unitFolder}`, readOnly: true },
							],
						},
					],
					volumes: [
						volume,
						{ name: "k3s-config", hostPath: { path: configFolder, type: "DirectoryOrCreate" } },
						{ name: "units", hostPath: { path: unitFolder, type: "Directory" } },
					],
				},
			},
		},
	};
}
