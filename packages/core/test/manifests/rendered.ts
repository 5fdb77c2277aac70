import { renderBundle } from "../../src/manifests/bundle.ts";
import type { BundleSettings } from "../../src/manifests/bundle-settings.ts";
import type { KubernetesObject } from "../../src/manifests/kubernetes-object.ts";

interface Container {
	name: string;
	image: string;
	args: string[];
	command: string[];
	ports?: object[];
	readinessProbe?: object;
	livenessProbe?: object;
}

interface RenderedDaemonSet extends KubernetesObject {
	spec: {
		updateStrategy: object;
		template: {
			metadata: { annotations: Record<string, string> };
			spec: { containers: [Container]; initContainers?: Container[]; enableServiceLinks?: boolean };
		};
	};
}

export const kinds = (objects: readonly KubernetesObject[]): string[] =>
	objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);

/** The pod of the rendered DaemonSet, with what stands around it. */
export function podOf(settings: BundleSettings) {
	const set = renderBundle(settings).find(({ kind }) => kind === "DaemonSet") as RenderedDaemonSet;
	const { template, updateStrategy } = set.spec;
	return { ...template.spec, annotations: template.metadata.annotations, updateStrategy };
}
