import { type FixResult, fixCorefile } from "../../corefile/lint/fix-corefile.ts";
import { lintCorefile } from "../../corefile/lint/lint-corefile.ts";
import type { LintOptions, LintResult } from "../../corefile/lint/result.ts";
import { fixManifests } from "./fix-manifests.ts";
import { lintManifests } from "./lint-manifests.ts";

/** Whether a text holds Kubernetes objects; anything else is taken for a Corefile. */
export const isManifest = (text: string): boolean =>
	/(?:^|[{,])[ \t]*["']?kind["']?[ \t]*:/m.test(text) && /["']?apiVersion["']?[ \t]*:/.test(text);

/** Judges a Corefile, or the manifests around one. @throws LocaldnsError LDNS401 */
export const lintText = (text: string, options: LintOptions = {}): LintResult =>
	isManifest(text) ? lintManifests(text, options) : lintCorefile(text, options);

/** The same, with the safe fixes made. @throws LocaldnsError LDNS401 */
export const fixText = (text: string, options: LintOptions = {}): FixResult =>
	isManifest(text) ? fixManifests(text, options) : fixCorefile(text, options);
