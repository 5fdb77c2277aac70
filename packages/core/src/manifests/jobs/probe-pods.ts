import { type ImageSettings, nodeImage, pullPolicy, pullSecrets } from "../images.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { benchNamespace, managedBy } from "../names.ts";
import { nodeObjectName } from "./object-name.ts";
import { onNode } from "./placement.ts";
import { pathOf, programConfigMap, programVolume } from "./program.ts";
import { restrictedContainer, restrictedPod } from "./restricted.ts";

/** Whom a probe asks unless its plan names another server, and how. */
export interface ProbeResolver {
	/** One to three, as a pod's resolv.conf takes them. */
	readonly nameservers: readonly string[];
	readonly searches: readonly string[];
	/** @default 5, the kubelet's */
	readonly ndots?: number;
}

/** Where the probe comes from: one bundled file on a stock Node image, or an image of its own. */
export type ProbeImage =
	| { readonly program: string; readonly images?: ImageSettings }
	| { readonly reference: string; readonly images?: ImageSettings };

/** What a measurement puts on the nodes. */
export interface ProbeSettings {
	/** Of the run: ends the names of its objects and is their label. Up to 20 of a-z, 0-9 and -. */
	readonly run: string;
	/** @default "localdns-bench" */
	readonly namespace?: string;
	/** The probe: one bundled file. */
	readonly program: string;
	/** ProbePlan of each node, by its name. */
	readonly plans: Readonly<Record<string, string>>;
	/** Time after which a probe is ended whatever it does. */
	readonly deadlineSeconds: number;
	readonly resolver: ProbeResolver;
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
}

const planFile = "plan.json";

/**
 * The probes of a run in apply order: the program once, and for each node its plan and a pod. Fit for a namespace of
 * the Pod Security Standard *restricted*. Their results are what they print.
 *
 * @throws LocaldnsError LDNS463 a program or plan that no ConfigMap takes
 */
export function probePods(settings: ProbeSettings): KubernetesObject[] {
	const { run, namespace = benchNamespace, plans } = settings;
	const program = { configMap: `localdns-probe-${run}`, file: "probe.mjs" };
	return [
		programConfigMap(program.configMap, namespace, { [program.file]: settings.program }),
		...Object.entries(plans).flatMap(([node, plan]) => {
			const name = nodeObjectName(`localdns-probe-${run}`, node);
			return [
				programConfigMap(name, namespace, { [planFile]: plan }),
				probePod(name, node, namespace, program, settings),
			];
		}),
	].map((object) => ({ ...object, metadata: { ...object.metadata, labels: probeLabels(run) } }));
}

/** By which leftovers of a run, or of all runs, are found. */
export const probeLabels = (run: string) => ({
	"app.kubernetes.io/name": "localdns-probe",
	...managedBy,
	"localdns.dev/run": run,
});

function probePod(
	name: string,
	node: string,
	namespace: string,
	program: { readonly configMap: string; readonly file: string },
	{ deadlineSeconds, resolver, images }: ProbeSettings,
): KubernetesObject {
	const { volume, mount } = programVolume(program);
	return {
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name, namespace },
		spec: {
			...restrictedPod,
			...onNode(node),
			...pullSecrets(images),
			restartPolicy: "Never",
			activeDeadlineSeconds: deadlineSeconds,
			terminationGracePeriodSeconds: 5,
			// Stated and not the kubelet's, so that a probe asks the same before and after its node is changed.
			dnsPolicy: "None",
			dnsConfig: {
				nameservers: resolver.nameservers,
				searches: resolver.searches,
				options: [{ name: "ndots", value: String(resolver.ndots ?? 5) }],
			},
			containers: [
				{
					name: "probe",
					image: nodeImage(images),
					...pullPolicy(images),
					command: ["node", pathOf(program), "--plan", `/etc/localdns/${planFile}`],
					resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "128Mi" } },
					...restrictedContainer,
					volumeMounts: [mount, { name: "plan", mountPath: "/etc/localdns", readOnly: true }],
				},
			],
			volumes: [volume, { name: "plan", configMap: { name } }],
		},
	};
}
