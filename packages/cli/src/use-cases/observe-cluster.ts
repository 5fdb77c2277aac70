import { LocaldnsError } from "@localdns/core";
import {
	type ApiObject,
	accessQuestions,
	type ClusterNode,
	type ClusterSnapshot,
	known,
	type Reading,
	readConfigMap,
	readDaemonSet,
	readDeployment,
	readEgressRules,
	readEndpoints,
	readNode,
	readPod,
	readService,
	unread,
} from "@localdns/core/cluster";
import { nodeRecordsName, permissionsFor, type RbacCommand } from "@localdns/core/manifests";
import type { ClusterReader } from "../ports/cluster.ts";
import { readKubeletDns } from "./read-kubelet-dns.ts";

interface ObserveOptions {
	/** Whose rights are asked about. */
	readonly command: RbacCommand;
	/** Of the cache. */
	readonly namespace: string;
	/** Namespaces that get an egress policy, for their rights. @default none */
	readonly egressNamespaces?: readonly string[];
	/** Of install: no node is turned, which takes fewer rights. @default false */
	readonly stage?: boolean;
	/** Called with what is read next. */
	readonly onProgress: (what: string) => void;
}

/**
 * Reads everything that checks and plans are made from. What may not be read, or takes too long, is noted as such; a
 * cluster that cannot be asked at all is an error.
 *
 * @throws LocaldnsError LDNS601–LDNS603, LDNS605, LDNS607; LDNS606 where the very first question gets no answer
 */
export async function observeCluster(
	cluster: ClusterReader,
	{ command, namespace, egressNamespaces = [], stage = false, onProgress }: ObserveOptions,
): Promise<ClusterSnapshot> {
	onProgress("the version");
	const version = known(await cluster.serverVersion());
	onProgress("rights");
	const questions = accessQuestions(permissionsFor(command, { namespace, egressNamespaces, stage }));
	const answers = await reading(() => cluster.mayI(questions));
	onProgress("the cluster DNS and the cache");
	const objects = await smallObjects(cluster, namespace);
	onProgress("nodes");
	const { daemonSet } = objects.cache;
	const isWanted = imagesLike(daemonSet.known ? daemonSet.value?.image : undefined);
	const nodes = await reading(() => cluster.list("/api/v1/nodes", (object) => readNode(object, isWanted)));
	const kubeletDns = await readKubeletDns(cluster, nodes.known ? nodes.value : [], onProgress);
	onProgress("network policies");
	const egressRules = await reading(() =>
		cluster.list("/apis/networking.k8s.io/v1/networkpolicies", readEgressRules),
	);
	onProgress("pods");
	const isolated = new Set(egressRules.known ? egressRules.value.map((rules) => rules.namespace) : []);
	const pods = await reading(() =>
		cluster.list("/api/v1/pods", (object) => readPod(object, (space) => isolated.has(space))),
	);
	return {
		serverVersion: version,
		rights: { command, answers },
		nodes: sorted(nodes),
		pods,
		egressRules,
		kubeletDns,
		nodeFacts: new Map(),
		...objects,
	};
}

/** Of the images that a node lists only those of DNS servers are kept, and the one that the cache runs. */
const imagesLike =
	(own: string | undefined) =>
	(image: string): boolean =>
		image.includes("dns") || (own !== undefined && image.endsWith(own));

const sorted = (nodes: Reading<ClusterNode[]>): Reading<readonly ClusterNode[]> =>
	nodes.known ? known(nodes.value.toSorted((a, b) => (a.name < b.name ? -1 : 1))) : nodes;

async function smallObjects(
	cluster: ClusterReader,
	namespace: string,
): Promise<Pick<ClusterSnapshot, "clusterDns" | "cache">> {
	const read = <T>(path: string, kind: (object: ApiObject) => T): Promise<Reading<T | undefined>> =>
		reading(async () => {
			const object = await cluster.get(path);
			return object === undefined ? undefined : kind(object);
		});
	const dns = "/namespaces/kube-system";
	const own = `/namespaces/${namespace}`;
	const [
		service,
		deployment,
		endpoints,
		configuration,
		custom,
		noted,
		daemonSet,
		cacheMap,
		upstreamService,
		nodeRecords,
	] = await Promise.all([
		read(`/api/v1${dns}/services/kube-dns`, readService),
		read(`/apis/apps/v1${dns}/deployments/coredns`, readDeployment),
		reading(async () => readEndpoints(await cluster.list(slicesPath, (slice) => slice))),
		read(`/api/v1${dns}/configmaps/coredns`, readConfigMap),
		read(`/api/v1${dns}/configmaps/coredns-custom`, readConfigMap),
		read(`/api/v1${dns}/configmaps/cluster-dns`, readConfigMap),
		read(`/apis/apps/v1${own}/daemonsets/node-local-dns`, readDaemonSet),
		read(`/api/v1${own}/configmaps/node-local-dns`, readConfigMap),
		read(`/api/v1${own}/services/kube-dns-upstream`, readService),
		read(`/api/v1${own}/configmaps/${nodeRecordsName}`, readConfigMap),
	]);
	return {
		clusterDns: { service, deployment, endpoints, configuration, custom, noted },
		cache: { namespace, daemonSet, configuration: cacheMap, upstreamService, nodeRecords },
	};
}

const slicesPath =
	"/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dkube-dns";

/** A question that is refused or too slow leaves a gap; anything else concerns the whole cluster. */
async function reading<T>(ask: () => Promise<T>): Promise<Reading<T>> {
	try {
		return known(await ask());
	} catch (error) {
		const isGap = error instanceof LocaldnsError && (error.code === "LDNS604" || error.code === "LDNS606");
		if (!isGap) throw error;
		return unread(error.reason ?? error.message);
	}
}
