import type { LocaldnsError } from "@localdns/core";
import type { ProbeImage, ProbeResolver } from "@localdns/core/manifests";
import type { ProbePlan, ProbeSummary, Sample } from "@localdns/core/measure";
import type { Cluster } from "../../ports/cluster.ts";

/** One cluster, asked in two ways. */
export interface MeasuredCluster {
	/** As it is, for what concerns one node. */
	readonly cluster: Cluster;
	/** Asks again while the API server is away. */
	readonly patient: Cluster;
}

/** What is to be measured on which nodes. Used by the bench and by the health check. */
export interface NodeMeasurementSettings {
	/** Of this run: ends the names of its objects and is their label. Up to 20 of a-z, 0-9 and -. */
	readonly run: string;
	readonly namespace: string;
	/** The bundled probe (dist/probe.mjs) on a stock image, or an image that has it. */
	readonly image: ProbeImage;
	/** In the order of the report. */
	readonly nodes: readonly string[];
	/**
	 * What stands in a probe's resolv.conf: search list and ndots, and whom an arm asks that names no server. `kubelet`:
	 * what the node's kubelet gives every pod.
	 */
	readonly resolver: ProbeResolver | "kubelet";
	/** Its `startAtMs` is filled in when all probes wait. */
	readonly planFor: (node: string) => Omit<ProbePlan, "startAtMs">;
	/** Time for a probe to be scheduled, pulled and started; who is later than that begins late, and is named. @default 120000 */
	readonly startPatienceMs?: number;
	/** Each node's log is read this often while probes run. @default 60000 */
	readonly collectEveryMs?: number;
}

/** What came of one node. */
export type NodeOutcome =
	| {
			readonly state: "measured" | "partial";
			/** Absent where the end is missing. */
			readonly summary?: ProbeSummary;
			readonly search: readonly string[];
			readonly ndots: number;
			readonly nodeVersion: string;
			/** Echo round trips of its warm-up, ms, where there is no summary to tell all of them. */
			readonly floorMs?: readonly number[];
			/** Where the run was cut off before its log was read to the end: the latest planned instant in it, ms since the measured part began. */
			readonly reachedMs?: number;
			/** Sentences: what is missing and why, such as an evicted pod or a lost chunk. Empty for `measured`. */
			readonly missing: readonly string[];
	  }
	| { readonly state: "missing"; readonly reason: string };

/** A measurement that has ended, whole or interrupted. */
export interface NodeMeasurement {
	/** The begin of the measured part, ms since 1970, by the clock of this machine. */
	readonly measuredAtMs: number;
	readonly nodes: ReadonlyMap<string, NodeOutcome>;
	/** Nodes that came into the cluster while the run went on, and were not measured. */
	readonly joined: readonly string[];
	/** ms since the measured part began, where Ctrl-C ended it. */
	readonly interruptedAtMs?: number;
	/** What ended it before its end that was not Ctrl-C, such as an API server that did not come back. */
	readonly cutOffBy?: LocaldnsError;
}

/** Where results go as they come in, node by node and in any order; a chunk that came twice is handed on once. */
export type OnSamples = (node: string, samples: readonly Sample[]) => void | Promise<void>;

/** For whoever watches. */
export type MeasurementEvent =
	| { readonly type: "phase"; readonly text: string; readonly lengthMs?: number }
	| { readonly type: "note"; readonly text: string }
	/** Something that could not be removed; ends with how to. */
	| { readonly type: "left"; readonly what: string; readonly text: string }
	/** How far each node is, sent again when it changes. */
	| {
			readonly type: "nodes";
			readonly waiting: number;
			readonly running: number;
			readonly done: number;
			readonly lost: number;
	  };
