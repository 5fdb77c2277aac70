import type { CheckResult, MissingNode, NodeResult, ScopeResult } from "./check.ts";
import type { HealthVerdict } from "./judge-objective.ts";
import type { Objective } from "./slo.ts";

/** What `localdns health-check -o json` prints. */
export interface HealthReport {
	readonly apiVersion: "localdns.dev/v1alpha1";
	readonly kind: "HealthReport";
	readonly toolVersion: string;
	readonly run: string;
	/** RFC 3339. */
	readonly endedAt: string;
	readonly cluster: { readonly context: string; readonly server: string };
	readonly slo: string;
	readonly objectives: readonly Objective[];
	/** Of this run, with what runs before it had left open. */
	readonly verdict: HealthVerdict;
	/** Enough breaches among the last runs. */
	readonly alarm: boolean;
	readonly alarmRule: string;
	/** Runs that are remembered; 0 where no history is kept. */
	readonly historyRuns: number;
	readonly durationMs: number;
	/** Resolutions per second and node that the check itself adds. */
	readonly rate: number;
	/** The nodes as a whole. */
	readonly pooled: ScopeResult;
	/** Worst first. */
	readonly nodes: readonly NodeResult[];
	readonly notReady: readonly string[];
	readonly missing: readonly MissingNode[];
	/** What whoever reads the verdict should know. */
	readonly notes: readonly string[];
}

/** What a report says besides the verdicts. */
export interface ReportFacts
	extends Pick<
		HealthReport,
		| "toolVersion"
		| "run"
		| "cluster"
		| "slo"
		| "objectives"
		| "alarmRule"
		| "durationMs"
		| "rate"
		| "notReady"
		| "notes"
	> {
	/** s since 1970. */
	readonly at: number;
	readonly keepsHistory: boolean;
}

/** A result with what is known of its run, as one document. */
export function healthReport(result: CheckResult, facts: ReportFacts): HealthReport {
	const { at, keepsHistory, ...rest } = facts;
	return {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "HealthReport",
		toolVersion: rest.toolVersion,
		run: rest.run,
		endedAt: new Date(at * 1000).toISOString(),
		cluster: rest.cluster,
		slo: rest.slo,
		objectives: rest.objectives,
		verdict: result.verdict,
		alarm: result.alarm,
		alarmRule: rest.alarmRule,
		historyRuns: keepsHistory ? result.history.runs.length : 0,
		durationMs: rest.durationMs,
		rate: rest.rate,
		pooled: result.pooled,
		nodes: result.nodes,
		notReady: rest.notReady,
		missing: result.missing,
		notes: rest.notes,
	};
}
