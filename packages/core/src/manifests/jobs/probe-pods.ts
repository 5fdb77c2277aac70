import { type ImageSettings, nodeImage, pullPolicy, pullSecrets } from "../images.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { benchNamespace, managedBy } from "../names.ts";
import { nodeObjectName } from "./object-name.ts";
import { onNode } from "./placement.ts";
import { type Program, pathOf, programConfigMap, programVolume } from "./program.ts";
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
	readonly image: ProbeImage;
	/** ProbePlan of each node, by its name; its start is told by the annotation. */
	readonly plans: Readonly<Record<string, string>>;
	/** Time after which a probe is ended whatever it does. */
	readonly deadlineSeconds: number;
	/** `kubelet`: what the kubelet gives every pod of its node. */
	readonly resolver: ProbeResolver | "kubelet";
}

/** Annotation by which a probe that waits is told when its warm-up begins: ms since 1970. */
export const startAnnotation = "localdns.dev/start-at";

const planPath = "/etc/localdns/plan.json";
/** Of its own volume: the kubelet writes the annotation there anew when it changes. */
const startFolder = "/etc/localdns-start";
const startFile = "start-at";

/**
 * The probes of a run in apply order: the program once, unless it is in the image, and for each node its plan and a
 * pod, in the order of `plans`. Fit for a namespace of the Pod Security Standard *restricted*. A probe waits until its
 * pod has the annotation `startAnnotation`; its results are chunks in its log.
 *
 * @throws LocaldnsError LDNS463 a program or plan that no ConfigMap takes
 */
export function probePods(settings: ProbeSettings): KubernetesObject[] {
	const { run, namespace = benchNamespace, plans, image } = settings;
	const program = { configMap: `localdns-probe-${run}`, file: "probe.mjs" };
	return [
		...("program" in image
			? [programConfigMap(program.configMap, namespace, { [program.file]: image.program })]
			: []),
		...Object.entries(plans).flatMap(([node, plan]) => {
			const name = nodeObjectName(`localdns-probe-${run}`, node);
			return [
				programConfigMap(name, namespace, { "plan.json": plan }),
				probePod(name, node, namespace, program, settings),
			];
		}),
	].map((object) => ({ ...object, metadata: { ...object.metadata, labels: probeLabels(run) } }));
}

/** By which leftovers of a run, or of all runs, are found. */
export const probeLabels = (run?: string) => ({
	"app.kubernetes.io/name": "localdns-probe",
	...managedBy,
	...(run === undefined ? {} : { "localdns.dev/run": run }),
});

function probePod(
	name: string,
	node: string,
	namespace: string,
	program: Program,
	{ deadlineSeconds, resolver, image }: ProbeSettings,
): KubernetesObject {
	const { images } = image;
	const { volume, mount } = programVolume(program);
	const isMounted = "program" in image;
	const args = ["--plan", planPath, "--start-file", `${startFolder}/${startFile}`, "--chunks"];
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
			...(resolver === "kubelet" ? { dnsPolicy: "ClusterFirst" } : stated(resolver)),
			containers: [
				{
					name: "probe",
					image: isMounted ? nodeImage(images) : image.reference,
					...pullPolicy(images),
					...(isMounted ? { command: ["node", pathOf(program)] } : {}),
					args,
					resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "128Mi" } },
					...restrictedContainer,
					volumeMounts: [
						...(isMounted ? [mount] : []),
						{ name: "plan", mountPath: "/etc/localdns", readOnly: true },
						{ name: "start", mountPath: startFolder, readOnly: true },
					],
				},
			],
			volumes: [
				...(isMounted ? [volume] : []),
				{ name: "plan", configMap: { name } },
				{
					name: "start",
					downwardAPI: {
						items: [
							{ path: startFile, fieldRef: { fieldPath: `metadata.annotations['${startAnnotation}']` } },
						],
					},
				},
			],
		},
	};
}

/** Stated and not the kubelet's, so that a probe asks the same before and after its node is changed. */
const stated = ({ nameservers, searches, ndots = 5 }: ProbeResolver) => ({
	dnsPolicy: "None",
	dnsConfig: { nameservers, searches, options: [{ name: "ndots", value: String(ndots) }] },
});
