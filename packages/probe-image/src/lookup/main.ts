// The composition root of a verification pod's program: plan and resolv.conf in, one line of JSON out.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseResolvConf } from "@localdns/core/dns";
import { printVerificationResult, type VerificationPlan } from "@localdns/core/verification";
import { usualPace, verify } from "./verify.ts";

const { values } = parseArgs({
	options: {
		plan: { type: "string", default: "/etc/localdns/plan.json" },
		"resolv-conf": { type: "string", default: "/etc/resolv.conf" },
		result: { type: "string", default: "/dev/termination-log" },
	},
});
const plan = JSON.parse(readFileSync(values.plan, "utf8")) as VerificationPlan;
const conf = parseResolvConf(readFileSync(values["resolv-conf"], "utf8"));
const text = printVerificationResult(await verify(plan, conf, usualPace));
writeFileSync(values.result, text);
process.stdout.write(`${text}\n`);
