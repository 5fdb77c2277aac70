import { type ImageSettings, nodeImage, pullPolicy, pullSecrets } from "../images.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { managedBy, nodeConfigNamespace } from "../names.ts";
import { nodeObjectName } from "./object-name.ts";
import { onNode } from "./placement.ts";
import { type Program, pathOf, programVolume } from "./program.ts";

/** What a Job does to the configuration of one node. */
export interface NodeConfigJobSettings {
	/** Of the Node object. */
	readonly node: string;
	readonly action: "plan" | "apply" | "revert";
	/** The command line of localdns, in a ConfigMap of the same namespace. */
	readonly program: Program;
	/** Further words for `localdns node-config ACTION`, such as --address and a list. @default none */
	readonly options?: readonly string[];
	/** Where the unit of K3s stands. @default "systemd" */
	readonly serviceManager?: "systemd" | "openrc";
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
}

/** The node's file system as the Job sees it: the two folders below and nothing else. */
const root = "/host";
const configFolder = "/etc/rancher/k3s";
const unitFolders = { systemd: "/etc/systemd/system", openrc: "/etc/init.d" } as const;

/**
 * A Job that runs `localdns node-config` on one node. It is the node's administrator for as long as it runs, as
 * whoever restarts K3s has to be: so it is short-lived, is never tried again by itself, has a namespace of its own,
 * sees the folder of K3s' configuration and that of its unit, and only where it changes something is it privileged and
 * in the host's process namespace. Names and options are arguments; no shell reads them.
 */
export function nodeConfigJob(settings: NodeConfigJobSettings): KubernetesObject {
	const { node, action, program, options = [], serviceManager = "systemd", images } = settings;
	const { volume, mount } = programVolume(program);
	const changes = action !== "plan";
	const unitFolder = unitFolders[serviceManager];
	const labels = { ...managedBy, "app.kubernetes.io/name": "localdns-node-config" };
	return {
		apiVersion: "batch/v1",
		kind: "Job",
		metadata: { name: nodeObjectName(`localdns-${action}`, node), namespace: nodeConfigNamespace, labels },
		spec: {
			activeDeadlineSeconds: 120,
			backoffLimit: 0,
			ttlSecondsAfterFinished: 3600,
			template: {
				metadata: { labels },
				spec: {
					...onNode(node),
					...pullSecrets(images),
					automountServiceAccountToken: false,
					enableServiceLinks: false,
					restartPolicy: "Never",
					terminationGracePeriodSeconds: 10,
					hostPID: changes,
					dnsPolicy: "Default",
					containers: [
						{
							name: "node-config",
							image: nodeImage(images),
							...pullPolicy(images),
							command: ["node", pathOf(program), "node-config", action],
							args: ["--root", root, ...options, ...(changes ? ["--yes"] : []), "-o", "json"],
							resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
							securityContext: changes ? changing : reading,
							volumeMounts: [
								mount,
								{ name: "k3s-config", mountPath: `${root}${configFolder}`, readOnly: !changes },
								{ name: "units", mountPath: `${root}${unitFolder}`, readOnly: true },
							],
						},
					],
					volumes: [
						volume,
						// An agent that has all its settings in its unit has no such folder yet.
						{ name: "k3s-config", hostPath: { path: configFolder, type: "DirectoryOrCreate" } },
						{ name: "units", hostPath: { path: unitFolder, type: "Directory" } },
					],
				},
			},
		},
	};
}

/** To restart K3s it enters the namespaces of the host's first process. */
const changing = { privileged: true, runAsUser: 0, readOnlyRootFilesystem: true };

/** K3s' files are root's own, and for nobody else to read. */
const reading = {
	runAsUser: 0,
	allowPrivilegeEscalation: false,
	readOnlyRootFilesystem: true,
	capabilities: { drop: ["ALL"] },
};
