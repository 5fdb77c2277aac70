export { type FixResult, fixCorefile } from "../corefile/lint/fix-corefile.ts";
export { lintCorefile } from "../corefile/lint/lint-corefile.ts";
export type { Finding, LintOptions, LintResult } from "../corefile/lint/result.ts";
