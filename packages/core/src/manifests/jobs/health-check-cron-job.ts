import { type ImageSettings, nodeImage, pullPolicy, pullSecrets } from "../images.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { healthCheckName, healthCheckNamespace, managedBy } from "../names.ts";
import { healthCheckRun } from "../rbac/command-permissions.ts";
import { rolesFor } from "../rbac/permission.ts";
import { type Program, pathOf, programConfigMap, programVolume } from "./program.ts";
import { restrictedContainer, restrictedPod } from "./restricted.ts";

/** A health check that repeats itself. */
export interface HealthCheckSettings {
	/** @default "localdns-health-check" */
	readonly namespace?: string;
	/** When it runs, in the five fields of cron. @default every quarter of an hour */
	readonly schedule?: string;
	/** The health check and the probe, one bundled file each (dist/health-check.mjs, dist/probe.mjs). */
	readonly programs: { readonly check: string; readonly probe: string };
	/** Further words for `localdns health-check run`, such as the SLO. @default none */
	readonly options?: readonly string[];
	/** Secret of its namespace whose keys `pushgateway` and `webhook` are URLs that get the result. @default none */
	readonly receiversSecret?: string;
	/** Time after which a run is ended whatever it does. @default 600 */
	readonly deadlineSeconds?: number;
	/** @default Docker Hub, no secrets */
	readonly images?: ImageSettings;
}

/** Where the check finds the probe: beside itself. */
const program: Program = { configMap: healthCheckName, file: "health-check.mjs" };
/** Addresses are mounted, so that neither the pod may read Secrets nor whoever reads CronJobs sees them. */
const receiversFolder = "/etc/localdns/receivers";

/**
 * The scheduled check in apply order: its account, what that may do, its programs, and the CronJob. One run at a time, and one that
 * could not start within two minutes is left out instead of made up for: a late measurement says nothing of its time.
 * Fit for a namespace of the Pod Security Standard *restricted*.
 */
export function healthCheckCronJob(settings: HealthCheckSettings): KubernetesObject[] {
	const { namespace = healthCheckNamespace, images, options = [], programs } = settings;
	const { schedule = "*/15 * * * *", deadlineSeconds = 600, receiversSecret } = settings;
	const labels = { ...managedBy, "app.kubernetes.io/name": healthCheckName };
	const metadata = { name: healthCheckName, namespace, labels };
	const { volume, mount } = programVolume(program);
	const receivers = receiversSecret === undefined ? [] : [receiversSecret];
	return [
		{ apiVersion: "v1", kind: "ServiceAccount", metadata },
		...rolesFor(
			healthCheckName,
			healthCheckRun(namespace),
			{ kind: "ServiceAccount", name: healthCheckName, namespace },
			labels,
		),
		programsObject(namespace, labels, { [program.file]: programs.check, "probe.mjs": programs.probe }),
		{
			apiVersion: "batch/v1",
			kind: "CronJob",
			metadata,
			spec: {
				schedule,
				concurrencyPolicy: "Forbid",
				startingDeadlineSeconds: 120,
				successfulJobsHistoryLimit: 1,
				failedJobsHistoryLimit: 3,
				jobTemplate: {
					metadata: { labels },
					spec: {
						activeDeadlineSeconds: deadlineSeconds,
						backoffLimit: 0,
						ttlSecondsAfterFinished: 86_400,
						template: {
							metadata: { labels },
							spec: {
								...restrictedPod,
								...pullSecrets(images),
								// It talks to the API server, to place probes and to keep its verdicts.
								automountServiceAccountToken: true,
								serviceAccountName: healthCheckName,
								restartPolicy: "Never",
								terminationGracePeriodSeconds: 30,
								containers: [
									{
										name: "health-check",
										image: nodeImage(images),
										...pullPolicy(images),
										command: ["node", pathOf(program), "health-check", "run"],
										args: [
											...options,
											...receivers.flatMap(() => ["--receivers", receiversFolder]),
											// It is the schedule, and need not be compared with itself.
											...["--history", "-o", "json"],
										],
										resources: {
											requests: { cpu: "10m", memory: "96Mi" },
											// For the largest run that it begins.
											limits: { memory: "512Mi" },
										},
										...restrictedContainer,
										volumeMounts: [
											mount,
											{ name: "tmp", mountPath: "/tmp" },
											...receivers.map(() => ({
												...{ name: "receivers", mountPath: receiversFolder, readOnly: true },
											})),
										],
									},
								],
								volumes: [
									volume,
									{ name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
									// One that is not there is told of by the run, and keeps none from its verdict.
									...receivers.map((secretName) => ({
										...{ name: "receivers", secret: { secretName, optional: true } },
									})),
								],
							},
						},
					},
				},
			},
		},
	];
}

/** Not immutable: the next install brings another version under the same name, and a run reads it once. */
function programsObject(
	namespace: string,
	labels: Readonly<Record<string, string>>,
	files: Readonly<Record<string, string>>,
): KubernetesObject {
	const { immutable: _, ...object } = programConfigMap(healthCheckName, namespace, files);
	return { ...object, metadata: { ...object.metadata, labels } };
}
