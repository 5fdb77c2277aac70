import { clusterCodes } from "./cluster.ts";
import { clusterBenchCodes } from "./cluster-bench.ts";
import { clusterChangeCodes } from "./cluster-change.ts";
import { clusterImportCodes } from "./cluster-import.ts";
import { commandLineCodes } from "./command-line.ts";
import { corefileCodes } from "./corefile.ts";
import { corefileSyntaxCodes } from "./corefile-syntax.ts";
import { healthCodes } from "./health.ts";
import { installCodes } from "./install.ts";
import { installPlanCodes } from "./install-plan.ts";
import { installationCodes } from "./installation.ts";
import { k3sCodes } from "./k3s.ts";
import { labCodes } from "./lab.ts";
import { lintCodes } from "./lint.ts";
import { localdnsCodes } from "./localdns.ts";
import { manifestsCodes } from "./manifests.ts";
import { measurementCodes } from "./measurement.ts";
import { nodeChangeCodes } from "./node-change.ts";
import { nodeFactsCodes } from "./node-facts.ts";
import { nodeMeasurementCodes } from "./node-measurement.ts";
import { removalCodes } from "./removal.ts";
import { verificationCodes } from "./verification.ts";

/**
 * Every LDNS code once. Numbering: 1xx command line and files, 2xx the lab and its host, 3xx measurement,
 * 4xx Corefile and objects, 5xx K3s configuration, 6xx a cluster and its checks, 7xx changes to a cluster, 9xx localdns itself.
 */
export const errorCodes = {
	...commandLineCodes,
	...labCodes,
	...measurementCodes,
	...clusterBenchCodes,
	...corefileCodes,
	...corefileSyntaxCodes,
	...lintCodes,
	...clusterImportCodes,
	...manifestsCodes,
	...k3sCodes,
	...clusterCodes,
	...clusterChangeCodes,
	...installationCodes,
	...healthCodes,
	...installCodes,
	...installPlanCodes,
	...nodeChangeCodes,
	...nodeFactsCodes,
	...nodeMeasurementCodes,
	...removalCodes,
	...verificationCodes,
	...localdnsCodes,
} as const;

/** A code that a user can meet, such as `LDNS101`. */
export type ErrorCode = keyof typeof errorCodes;
