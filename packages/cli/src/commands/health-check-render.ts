import { alertRules, grafanaDashboard, prometheusRule } from "@localdns/core/health";
import { serializeYaml, yamlDocument } from "@localdns/core/manifests";

interface RenderOptions {
	/** Minutes. */
	readonly every: number;
	readonly namespace: string;
}

type Rendered = "dashboard" | "prometheus-rule" | "rule-file";

/** Prints what monitoring of a check is made from. */
export function renderCheck(what: Rendered, { every, namespace }: RenderOptions): void {
	process.stdout.write(textOf(what, every, namespace));
}

function textOf(what: Rendered, every: number, namespace: string): string {
	switch (what) {
		case "dashboard":
			return `${JSON.stringify(grafanaDashboard(), null, 2)}\n`;
		case "prometheus-rule":
			return serializeYaml([prometheusRule(namespace, every)]);
		case "rule-file":
			return yamlDocument(alertRules(every));
	}
}
