import type { ErrorCode } from "../error-codes/index.ts";
import { clusterExplanations } from "./cluster.ts";
import { clusterBenchExplanations } from "./cluster-bench.ts";
import { clusterChangeExplanations } from "./cluster-change.ts";
import { clusterImportExplanations } from "./cluster-import.ts";
import { commandLineExplanations } from "./command-line.ts";
import { corefileExplanations } from "./corefile.ts";
import { corefileSyntaxExplanations } from "./corefile-syntax.ts";
import type { Explanation } from "./explanation.ts";
import { healthExplanations } from "./health.ts";
import { installExplanations } from "./install.ts";
import { installPlanExplanations } from "./install-plan.ts";
import { installationExplanations } from "./installation.ts";
import { k3sExplanations } from "./k3s.ts";
import { labExplanations } from "./lab.ts";
import { lintExplanations } from "./lint.ts";
import { localdnsExplanations } from "./localdns.ts";
import { manifestsExplanations } from "./manifests.ts";
import { measurementExplanations } from "./measurement.ts";
import { nodeChangeExplanations } from "./node-change.ts";
import { nodeFactsExplanations } from "./node-facts.ts";
import { nodeMeasurementExplanations } from "./node-measurement.ts";
import { removalExplanations } from "./removal.ts";
import { verificationExplanations } from "./verification.ts";

/**
 * What `localdns explain CODE` prints and docs/checks/CODE.md is made from. Apart from the codes, so that a tool
 * which embeds the Corefile model does not carry these texts.
 */
export const explanations: Readonly<Record<ErrorCode, Explanation>> = {
	...commandLineExplanations,
	...labExplanations,
	...measurementExplanations,
	...clusterBenchExplanations,
	...corefileExplanations,
	...corefileSyntaxExplanations,
	...lintExplanations,
	...clusterImportExplanations,
	...manifestsExplanations,
	...k3sExplanations,
	...clusterExplanations,
	...clusterChangeExplanations,
	...installationExplanations,
	...healthExplanations,
	...installExplanations,
	...installPlanExplanations,
	...nodeChangeExplanations,
	...nodeFactsExplanations,
	...nodeMeasurementExplanations,
	...removalExplanations,
	...verificationExplanations,
	...localdnsExplanations,
};
