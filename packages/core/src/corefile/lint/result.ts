import type { Severity } from "../../error-codes/code-facts.ts";
import type { ErrorCode } from "../../error-codes/index.ts";
import type { Engine, EngineVersion } from "../engines.ts";
import type { Environment } from "../environment.ts";
import type { ImportReader } from "../import-reader.ts";
import type { TextEdit } from "../text-edit.ts";

/** For whom a Corefile is judged, and what is known of its surroundings. */
export interface LintOptions {
	/** Who reads the Corefile. @default "node-cache" */
	readonly engine?: Engine;
	/** @default the newest version tested with real servers */
	readonly engineVersion?: string;
	/** Name of the text in findings, and what its imports are relative to. @default "Corefile" */
	readonly file?: string;
	/** Fills in `{$NAME}`; absent: what refers to a variable is not judged. */
	readonly environment?: Environment;
	/** Reads what `import` names; absent: such lines are not judged. */
	readonly readImport?: ImportReader;
	/** Largest packet in bytes on the way to the upstreams; absent: message sizes are not judged. */
	readonly mtu?: number;
}

/** Something in a Corefile that keeps CoreDNS from starting, or that will hurt. */
export interface Finding {
	readonly code: ErrorCode;
	readonly severity: Severity;
	readonly file: string;
	/** From 1. */
	readonly line: number;
	/** In characters, from 1. */
	readonly column: number;
	/** What is wrong and what comes of it. */
	readonly message: string;
	/** What to do. */
	readonly fix: string;
	/** Edits of the linted text that do it; absent where they could change what resolves, or need a choice. */
	readonly edits?: readonly TextEdit[];
}

/** What lint has to say of one text. */
export interface LintResult {
	/** For whom the text was judged. */
	readonly target: EngineVersion;
	/** In the order of the text; those in imported files after it. */
	readonly findings: readonly Finding[];
}
