export { checks } from "./catalogue.ts";
export { type Category, type Check, categories, type Outcome } from "./check.ts";
export { nodesAskingCache, nodesOfCache, nodesWithCache } from "./installed.ts";
export { type CheckResult, runChecks } from "./run-checks.ts";
export { isTailnetAddress } from "./tailnet.ts";
