import { type ClusterSnapshot, cacheAddresses, known, readConfigMap } from "@localdns/core/cluster";
import {
	type BundleSettings,
	cacheName,
	type KubernetesObject,
	renderBundle,
} from "@localdns/core/manifests";
import type { WantedInstallation } from "../use-cases/read-diff.ts";
import { toolVersion } from "../version.ts";
import { settingsOfCluster } from "./bundle-flags.ts";

/** Which nodes are meant, and how. */
interface WantedTurns {
	readonly stageOnly: boolean;
	readonly skipUnready: boolean;
	/** Names; undefined for all. */
	readonly nodes: readonly string[] | undefined;
	readonly canary?: string | undefined;
}

/** What install makes of a cluster by these settings, and diff compares it with. */
export function wantedInstallation(
	flags: BundleSettings,
	snapshot: ClusterSnapshot,
	{ stageOnly, skipUnready, nodes, canary }: WantedTurns,
): WantedInstallation {
	const settings = settingsOfCluster(flags, snapshot);
	const objects = renderBundle(settings, toolVersion);
	return {
		objects,
		settings: {
			mode: settings.mode ?? "kubelet",
			...{ stageOnly, skipUnready },
			addresses: addressesIn(objects, snapshot),
			...(nodes === undefined ? {} : { nodes }),
			...(canary === undefined ? {} : { canary }),
		},
	};
}

/** Where the wanted cache listens, by its own Corefile. */
function addressesIn(objects: readonly KubernetesObject[], snapshot: ClusterSnapshot): readonly string[] {
	const corefile = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === cacheName);
	const configuration = known(corefile === undefined ? undefined : readConfigMap({ ...corefile }));
	return cacheAddresses({ ...snapshot, cache: { ...snapshot.cache, configuration } });
}
