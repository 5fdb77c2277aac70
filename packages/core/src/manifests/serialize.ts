import { stringify } from "yaml";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** Multi-document YAML: literal blocks for texts, no folds, no anchors, the fields in their order. */
export const serializeYaml = (objects: readonly KubernetesObject[]): string =>
	objects.map((object) => yamlDocument(object)).join("---\n");

/**
 * One object, or another document such as a file of Prometheus' rules, as YAML that readers of 1.1 and of 1.2 take alike: kubectl's is of 1.1, where a plain `yes` is no text
 * (kubernetes-sigs/yaml).
 */
export const yamlDocument = (object: object): string =>
	stringify(object, {
		aliasDuplicateObjects: false,
		blockQuote: "literal",
		compat: "yaml-1.1",
		lineWidth: 0,
	});

/** A `v1` List, indented by two spaces, with a newline at the end. */
export const serializeJson = (objects: readonly KubernetesObject[]): string =>
	`${JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }, null, 2)}\n`;
