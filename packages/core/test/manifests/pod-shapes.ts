import type { KubernetesObject } from "../../src/manifests/kubernetes-object.ts";

/** What the tests look at in a pod. */
export interface PodSpec {
	readonly hostNetwork?: boolean;
	readonly hostPID?: boolean;
	readonly hostIPC?: boolean;
	readonly serviceAccountName?: string;
	readonly automountServiceAccountToken?: boolean;
	readonly activeDeadlineSeconds?: number;
	readonly imagePullSecrets?: readonly { readonly name: string }[];
	readonly securityContext?: SecurityContext;
	readonly containers: readonly Container[];
	readonly initContainers?: readonly Container[];
	readonly volumes?: readonly Volume[];
}

interface SecurityContext {
	readonly privileged?: boolean;
	readonly allowPrivilegeEscalation?: boolean;
	readonly runAsNonRoot?: boolean;
	readonly runAsUser?: number;
	readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
	readonly seccompProfile?: { readonly type: string };
	readonly seLinuxOptions?: object;
	readonly procMount?: string;
	readonly sysctls?: readonly object[];
	readonly appArmorProfile?: object;
	readonly windowsOptions?: object;
}

export interface Container {
	readonly name: string;
	readonly image: string;
	readonly args?: readonly string[];
	readonly command?: readonly string[];
	readonly ports?: readonly { readonly hostPort?: number }[];
	readonly securityContext?: SecurityContext;
	readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Volume {
	readonly name: string;
	readonly configMap?: { readonly name: string; readonly items?: readonly { readonly key: string }[] };
	readonly hostPath?: { readonly path: string };
	readonly emptyDir?: object;
}

interface Template {
	readonly metadata: { readonly labels: Readonly<Record<string, string>> };
	readonly spec: PodSpec;
}

/** The pod of an object that makes or is one, with its labels. */
export function podIn(object: KubernetesObject): Template | undefined {
	const spec = object.spec as {
		template?: Template;
		jobTemplate?: { spec: { template: Template } };
	};
	if (object.kind === "Pod") return object as unknown as Template;
	if (object.kind === "CronJob") return spec.jobTemplate?.spec.template;
	return object.kind === "DaemonSet" || object.kind === "Job" ? spec.template : undefined;
}

export const containersOf = ({ containers, initContainers = [] }: PodSpec): readonly Container[] => [
	...initContainers,
	...containers,
];
