import type * as z from "zod";
import { configSchema } from "../config/config.ts";
import { benchComparisonSchema } from "../report/comparison-schema.ts";
import { predictionReviewSchema } from "../report/prediction-schema.ts";
import { sampleSchema } from "../report/sample-schema.ts";
import { benchReportSchema, benchRunSchema } from "../report/schema.ts";
import { corefileSchema } from "./corefile.ts";
import { diffReportSchema } from "./diff.ts";
import { checkListSchema, doctorReportSchema } from "./doctor.ts";
import {
	healthHistorySchema,
	healthInstallSchema,
	healthReportSchema,
	healthUninstallSchema,
} from "./health.ts";
import { installReportSchema } from "./install.ts";
import { lintReportSchema } from "./lint-report.ts";
import { nodeConfigSchema } from "./node-config.ts";
import { rollbackReportSchema, uninstallReportSchema } from "./removal.ts";
import { statusReportSchema } from "./status.ts";

/**
 * Every JSON document that localdns prints or reads. A new one is a line here; `npm run docs` then writes
 * `docs/reference/<name>.schema.json`. A schema whose types live in a folder that must stay without zod
 * (`corefile/`, `k3s/`) is a file beside this one.
 */
export const documents = {
	"bench-report": { schema: benchReportSchema, title: "What `localdns bench -o json` prints" },
	"bench-run": { schema: benchRunSchema, title: "The run file that `localdns bench --out` writes" },
	"bench-comparison": {
		schema: benchComparisonSchema,
		title: "What `localdns bench compare -o json` prints",
	},
	"prediction-review": {
		schema: predictionReviewSchema,
		title: "What `localdns bench report --prediction -o json` prints",
	},
	config: { schema: configSchema, title: "The configuration file of `localdns render -f`" },
	"node-config": {
		schema: nodeConfigSchema,
		title: "What `localdns node-config plan|apply|revert -o json` prints",
	},
	corefile: { schema: corefileSchema, title: "One line of `localdns corefile parse -o json`" },
	"lint-report": { schema: lintReportSchema, title: "What `localdns lint -o json` prints" },
	"doctor-report": { schema: doctorReportSchema, title: "What `localdns doctor -o json` prints" },
	"check-list": { schema: checkListSchema, title: "What `localdns doctor --list -o json` prints" },
	"diff-report": { schema: diffReportSchema, title: "What `localdns diff -o json` prints" },
	"install-report": { schema: installReportSchema, title: "What `localdns install -o json` prints" },
	"status-report": { schema: statusReportSchema, title: "What `localdns status -o json` prints" },
	"rollback-report": { schema: rollbackReportSchema, title: "What `localdns rollback -o json` prints" },
	"uninstall-report": { schema: uninstallReportSchema, title: "What `localdns uninstall -o json` prints" },
	"health-report": { schema: healthReportSchema, title: "What `localdns health-check -o json` prints" },
	"health-history": {
		schema: healthHistorySchema,
		title: "What `localdns health-check history -o json` prints, and its ConfigMap holds",
	},
	"health-check-install": {
		schema: healthInstallSchema,
		title: "What `localdns health-check install -o json` prints",
	},
	"health-check-uninstall": {
		schema: healthUninstallSchema,
		title: "What `localdns health-check uninstall -o json` prints",
	},
	"bench-sample": { schema: sampleSchema, title: "One line of `localdns bench -o ndjson`" },
} as const satisfies Record<string, { readonly schema: z.ZodType; readonly title: string }>;

/** Name of a published schema: its file in docs/reference without `.schema.json`. */
export type DocumentName = keyof typeof documents;
