import type { VerificationPlan } from "../../verification/question.ts";
import { contentHash } from "../content-hash.ts";
import { type ImageSettings, nodeImage, pullPolicy, pullSecrets } from "../images.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { managedBy, verifyNamespace } from "../names.ts";
import { nodeObjectName } from "./object-name.ts";
import { onNode } from "./placement.ts";
import { type Program, pathOf, programConfigMap, programVolume } from "./program.ts";
import { restrictedContainer, restrictedPod } from "./restricted.ts";

/** A fresh pod that asks names on one node. */
export interface VerificationPodSettings {
	/** Of the Node object. */
	readonly node: string;
	readonly plan: VerificationPlan;
	/** Carriers of program and plan (`verificationConfigMaps`). */
	readonly configMaps: VerificationConfigMaps;
	/** Makes the pod's name unlike that of any before. Up to 20 of a-z, 0-9 and -. */
	readonly suffix: string;
	/** Such as `cluster.local`. */
	readonly clusterDomain: string;
	/** Time after which the kubelet ends it whatever it does, the pulling of its image included. */
	readonly deadlineSeconds: number;
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
}

const planFile = "plan.json";
const programFile = "lookup.mjs";

/** By which the objects of verifications are found. */
export const verificationLabels = {
	...managedBy,
	"app.kubernetes.io/name": "localdns-verification",
} as const;

/** The lookup program, and what it is to ask. */
export interface VerificationConfigMaps {
	readonly program: KubernetesObject;
	readonly plan: KubernetesObject;
}

/**
 * ConfigMaps that all pods of a verification share, named by what is in them: those of another run do no harm.
 *
 * @param program one bundled file
 * @throws LocaldnsError LDNS463 a program or plan that no ConfigMap takes
 */
export function verificationConfigMaps(program: string, plan: VerificationPlan): VerificationConfigMaps {
	return {
		program: carrier("localdns-lookup", programFile, program),
		plan: carrier("localdns-questions", planFile, JSON.stringify(plan)),
	};
}

function carrier(prefix: string, file: string, text: string): KubernetesObject {
	const map = programConfigMap(`${prefix}-${contentHash(text)}`, verifyNamespace, { [file]: text });
	return { ...map, metadata: { ...map.metadata, labels: verificationLabels } };
}

/**
 * A pod of the Pod Security Standard *restricted* on one node, whatever its taints. Its result is its termination
 * message, which the kubelet reports without a stream to the node.
 */
export function verificationPod(settings: VerificationPodSettings): KubernetesObject {
	const { node, plan, configMaps, suffix, clusterDomain, deadlineSeconds, images } = settings;
	const program: Program = { configMap: configMaps.program.metadata.name, file: programFile };
	const { volume, mount } = programVolume(program);
	return {
		apiVersion: "v1",
		kind: "Pod",
		metadata: {
			name: nodeObjectName(`verify-${suffix}`, node),
			namespace: verifyNamespace,
			labels: verificationLabels,
		},
		spec: {
			...restrictedPod,
			...onNode(node),
			...pullSecrets(images),
			restartPolicy: "Never",
			activeDeadlineSeconds: deadlineSeconds,
			// It is gone when it is deleted, though its node may not answer: there is nothing in it to end in order.
			terminationGracePeriodSeconds: 0,
			...(plan.by === "kubelet"
				? { dnsPolicy: "ClusterFirst" }
				: { dnsPolicy: "None", dnsConfig: asTheKubelet(plan.nameservers, clusterDomain) }),
			containers: [
				{
					name: "lookup",
					image: nodeImage(images),
					...pullPolicy(images),
					command: ["node", pathOf(program)],
					// The last words of a program that broke come the same way as its result.
					terminationMessagePolicy: "FallbackToLogsOnError",
					args: ["--plan", `/etc/localdns/${planFile}`],
					resources: { requests: { cpu: "1m", memory: "16Mi" }, limits: { memory: "128Mi" } },
					...restrictedContainer,
					volumeMounts: [mount, { name: "plan", mountPath: "/etc/localdns", readOnly: true }],
				},
			],
			volumes: [volume, { name: "plan", configMap: { name: configMaps.plan.metadata.name } }],
		},
	};
}

/** What the kubelet would write for a pod here, with other nameservers (pkg/kubelet/network/dns). */
const asTheKubelet = (nameservers: readonly string[], domain: string) => ({
	nameservers,
	searches: [`${verifyNamespace}.svc.${domain}`, `svc.${domain}`, domain],
	options: [{ name: "ndots", value: "5" }],
});
