import { LineCounter } from "yaml";
import { engineVersion } from "../../corefile/engines.ts";
import { lintCorefile } from "../../corefile/lint/lint-corefile.ts";
import type { Finding, LintOptions, LintResult } from "../../corefile/lint/result.ts";
import { errorCodes } from "../../error-codes/index.ts";
import { corefilesIn, type EmbeddedCorefile } from "./corefile-in-manifest.ts";
import { engineOf, imagesOf } from "./engine-of-manifest.ts";
import { manifestObjects, offsetOf } from "./manifest-nodes.ts";
import { judgeServiceAccounts, judgeWorkload, type ManifestSighting } from "./pod-rules.ts";

/**
 * Judges Kubernetes objects of a DNS cache (YAML or JSON, several documents or a List): the Corefiles in their
 * ConfigMaps with places in this text, node-cache's flags, and what an update would do. Findings have no edits; see
 * `fixManifests`.
 *
 * @param options engine and version, where not given, are read from the image that mounts the ConfigMap
 * @throws LocaldnsError LDNS401 for an engine version that nothing is known about
 */
export function lintManifests(text: string, options: LintOptions = {}): LintResult {
	const file = options.file ?? "manifest.yaml";
	const lines = new LineCounter();
	const place = (offset: number) => {
		const { line, col } = lines.linePos(offset);
		return { file, line: Math.max(1, line), column: Math.max(1, col) };
	};
	const read = manifestObjects(text, lines);
	const target = engineVersion(options.engine ?? "node-cache", options.engineVersion);
	if (!read.ok) {
		const finding = describe(
			{ code: "LDNS454", node: undefined, message: `no YAML: ${read.message}` },
			place(read.offset),
		);
		return { target, findings: [finding] };
	}
	const { objects } = read;
	const corefiles = corefilesIn(objects, text, lines);
	const images = imagesOf(objects);
	const judged = corefiles.map((corefile) => {
		const engine = engineOf(corefile.text, images.get(corefile.configMap), options);
		return { corefile, result: lintCorefile(corefile.text, { ...options, ...engine, file }) };
	});
	const inCorefiles = judged.flatMap(({ corefile, result }) =>
		result.findings.map((finding) => moved(finding, corefile, place(corefile.offset))),
	);
	const aroundThem = [
		...objects.flatMap((object) => [...judgeWorkload(object)]),
		...judgeServiceAccounts(objects),
	];
	const findings = [
		...inCorefiles,
		...aroundThem.map((sighting) => describe(sighting, place(offsetOf(sighting.node)))),
	];
	const reader = judged[0]?.result.target ?? target;
	return { target: reader, findings: findings.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

type Place = Pick<Finding, "file" | "line" | "column">;

function describe({ code, message, fix }: ManifestSighting, place: Place): Finding {
	const facts = errorCodes[code];
	const severity = "severity" in facts ? facts.severity : "error";
	return { code, severity, ...place, message, fix: fix ?? facts.hint };
}

/** To the place in the manifest; what an import brought in stays where it stands. */
function moved({ edits: _, ...finding }: Finding, { lines }: EmbeddedCorefile, scalar: Place): Finding {
	if (finding.file !== scalar.file) return finding;
	if (lines === undefined) return { ...finding, ...scalar };
	return { ...finding, line: lines.first + finding.line, column: lines.indent + finding.column };
}
