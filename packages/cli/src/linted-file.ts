import type { EngineVersion } from "@localdns/core/corefile";
import type { Finding } from "@localdns/core/lint";

/** A file that was linted, and what came of it. */
export interface LintedFile {
	/** As named; - for the standard input. */
	readonly file: string;
	/** As it is now. */
	readonly text: string;
	/** For whom it was judged. */
	readonly target: EngineVersion;
	readonly findings: readonly Finding[];
	readonly fixed: readonly Finding[];
	/** Why none was to be fixed, though it was asked for. */
	readonly notFixed?: string;
}
