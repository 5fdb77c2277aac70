import type { KubernetesObject } from "../manifests/kubernetes-object.ts";
import { healthCheckName, healthCheckNamespace, managedBy } from "../manifests/names.ts";

/** An alerting rule as Prometheus reads it. */
export interface AlertRule {
	readonly alert: string;
	readonly expr: string;
	/** @default at once */
	readonly for?: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly annotations: Readonly<Record<string, string>>;
}

/** A file of alerting rules. */
export interface RuleGroups {
	readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

const severity = "warning";

/**
 * Alerts on what a health check pushes. The check itself has judged: an alarm takes several breaches, each shown by an
 * interval, so that nothing is waited for here.
 *
 * @param everyMinutes time from run to run; the check is thought to be dead after three of them
 */
export const alertRules = (everyMinutes = 15): RuleGroups => ({
	groups: [
		{
			name: "localdns-health-check",
			rules: [
				{
					alert: "LocaldnsHealthAlarm",
					expr: "localdns_health_alarm == 1",
					labels: { severity },
					annotations: {
						summary: "Cluster DNS breaks its SLO",
						description:
							"Several of the last runs of localdns health-check were breaches. localdns health-check history shows since when, localdns doctor looks for the cause.",
					},
				},
				{
					alert: "LocaldnsNodeHealthAlarm",
					expr: "localdns_health_node_alarm == 1",
					labels: { severity },
					annotations: {
						summary: "DNS on node {{ $labels.node }} breaks its SLO",
						description:
							"Several of the last runs of localdns health-check were breaches on this node. localdns doctor --link-info looks at its link.",
					},
				},
				{
					alert: "LocaldnsHealthCheckStale",
					expr: `time() - localdns_health_last_run_timestamp_seconds > ${3 * everyMinutes * 60}`,
					for: "5m",
					labels: { severity },
					annotations: {
						summary: "localdns health-check has not run for a while",
						description: `It last ended more than ${3 * everyMinutes} minutes ago. kubectl -n ${healthCheckNamespace} get cronjobs,jobs,pods shows why.`,
					},
				},
				{
					alert: "LocaldnsHealthCheckAbsent",
					expr: "absent(localdns_health_last_run_timestamp_seconds)",
					for: `${3 * everyMinutes}m`,
					labels: { severity },
					annotations: {
						summary: "localdns health-check has never reported",
						description: "No run has reached the Pushgateway, or Prometheus does not scrape it.",
					},
				},
			],
		},
	],
});

/** The same as an object of the Prometheus Operator. */
export const prometheusRule = (namespace = healthCheckNamespace, everyMinutes = 15): KubernetesObject => ({
	apiVersion: "monitoring.coreos.com/v1",
	kind: "PrometheusRule",
	metadata: {
		name: healthCheckName,
		namespace,
		labels: { ...managedBy, "app.kubernetes.io/name": healthCheckName },
	},
	spec: alertRules(everyMinutes),
});
