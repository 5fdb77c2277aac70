import { LocaldnsError } from "@localdns/core";
import {
	type ApiObject,
	accessQuestions,
	type ClusterEndpoint,
	type ClusterNode,
	cacheAddress,
	cacheCorefiles,
	intercepts,
	readConfigMap,
	readDaemonSet,
	readEndpoints,
	readNode,
	readPod,
	readService,
	rightText,
} from "@localdns/core/cluster";
import { clusterDnsNamespace, permissionsFor, upstreamServiceName } from "@localdns/core/manifests";
import type { ClusterReader } from "../../ports/cluster.ts";
import { partialSnapshot } from "../partial-snapshot.ts";
import { type CacheMetrics, cacheMetrics } from "./cache-metrics.ts";
import { serviceTtlSeconds } from "./service-ttl.ts";

/** The cache that is installed. */
export interface FoundCache {
	readonly mode: "kubelet" | "intercept";
	readonly image: string;
	/** The first of its Corefiles; undefined where it could not be found. */
	readonly corefile: string | undefined;
	/** Where it is asked. */
	readonly address: string;
	/** Nodes on which a pod of it is ready. */
	readonly readyOn: ReadonlySet<string>;
	/** Where a pod of a node reads its metrics; undefined where it shows none to pods. */
	readonly metrics: CacheMetrics | undefined;
}

/** A cluster as a bench sees it. */
export interface BenchGround {
	readonly serverVersion: string;
	/** Of namespace kube-system. */
	readonly clusterUid: string;
	/** In the order of their names. */
	readonly nodes: readonly ClusterNode[];
	/** Such as `cluster.local`. */
	readonly domain: string;
	/** Asked by the arm `direct`: in mode intercept the second Service, whose address the cache has not taken. */
	readonly direct: string;
	readonly endpoints: readonly ClusterEndpoint[];
	/** How long answers about Services may be kept. */
	readonly serviceTtlSeconds: number;
	/** null where none is installed. */
	readonly cache: FoundCache | null;
}

interface ObserveBench {
	/** Of the probes. */
	readonly namespace: string;
	readonly cacheNamespace: string;
	readonly linkInfo: boolean;
	/** Whether a cache is to be staged. */
	readonly stage: boolean;
	/** Called with what is read next. */
	readonly onProgress: (what: string) => void;
}

/**
 * Reads what a bench goes by. Nothing in the cluster changes.
 *
 * @throws LocaldnsError LDNS601–LDNS607; LDNS604 with every right of bench that is missing; LDNS333 without a cluster DNS
 */
export async function observeBench(
	cluster: ClusterReader,
	{ namespace, cacheNamespace, linkInfo, stage, onProgress }: ObserveBench,
): Promise<BenchGround> {
	onProgress("the version");
	const serverVersion = await cluster.serverVersion();
	onProgress("rights");
	await checkRights(cluster, { namespace, cacheNamespace, linkInfo, stage });
	onProgress("the cluster DNS and the cache");
	const system = `/api/v1/namespaces/${clusterDnsNamespace}`;
	const own = `namespaces/${cacheNamespace}`;
	const [space, corefile, noted, dns, slices, daemonSet, cacheMap, upstream, cachePods] = await Promise.all([
		cluster.get(system),
		cluster.get(`${system}/configmaps/coredns`),
		cluster.get(`${system}/configmaps/cluster-dns`),
		cluster.get(`${system}/services/kube-dns`),
		cluster.list(slicesPath, (slice) => slice),
		cluster.get(`/apis/apps/v1/${own}/daemonsets/node-local-dns`),
		cluster.get(`/api/v1/${own}/configmaps/node-local-dns`),
		cluster.get(`/api/v1/${own}/services/${upstreamServiceName}`),
		cluster.list(`/api/v1/${own}/pods?labelSelector=k8s-app%3Dnode-local-dns`, (pod) =>
			readPod(pod, () => false),
		),
	]);
	onProgress("nodes");
	const nodes = (await cluster.list("/api/v1/nodes", (object) => readNode(object, () => false))).toSorted(
		(a, b) => (a.name < b.name ? -1 : 1),
	);
	onProgress("");
	const service = dns === undefined ? undefined : readService(dns);
	const notes = noted === undefined ? undefined : readConfigMap(noted).data;
	const snapshot = partialSnapshot("bench", cacheNamespace, {
		nodes,
		clusterDns: { service },
		cache: {
			daemonSet: daemonSet === undefined ? undefined : readDaemonSet(daemonSet),
			configuration: cacheMap === undefined ? undefined : readConfigMap(cacheMap),
		},
	});
	const takesOver = daemonSet !== undefined && intercepts(snapshot);
	const clusterDns = service?.addresses[0];
	const direct = takesOver ? addressOf(upstream) : clusterDns;
	if (clusterDns === undefined) throw nothingAt("kube-dns");
	if (direct === undefined) throw nothingAt(upstreamServiceName);
	return {
		serverVersion,
		clusterUid: (space?.metadata as { uid?: string } | undefined)?.uid ?? "",
		nodes,
		domain: notes?.clusterDomain || "cluster.local",
		direct,
		endpoints: readEndpoints(slices),
		serviceTtlSeconds: serviceTtlSeconds(
			corefile === undefined ? undefined : readConfigMap(corefile).data.Corefile,
		),
		cache:
			daemonSet === undefined
				? null
				: {
						mode: takesOver ? "intercept" : "kubelet",
						image: readDaemonSet(daemonSet).image,
						corefile: cacheCorefiles(snapshot)[0]?.[1],
						address: takesOver ? clusterDns : cacheAddress(snapshot),
						readyOn: new Set(cachePods.flatMap(({ isReady, node }) => (isReady && node ? node : []))),
						metrics: cacheMetrics(cacheCorefiles(snapshot).map(([, text]) => text)),
					},
	};
}

const slicesPath =
	"/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dkube-dns";

const addressOf = (service: ApiObject | undefined): string | undefined =>
	service === undefined ? undefined : readService(service).addresses[0];

const nothingAt = (name: string): LocaldnsError =>
	new LocaldnsError("LDNS333", `Service ${name} in ${clusterDnsNamespace} is not there, or has no address`, {
		hint: `kubectl -n ${clusterDnsNamespace} get service ${name}`,
	});

/** @throws LocaldnsError LDNS604 with every right that is missing */
async function checkRights(
	cluster: ClusterReader,
	{ namespace, cacheNamespace, linkInfo, stage }: Omit<ObserveBench, "onProgress">,
): Promise<void> {
	const places = { namespace, cacheNamespace, egressNamespaces: [], linkInfo, stage };
	const answers = await cluster.mayI(accessQuestions(permissionsFor("bench", places)));
	const missing = answers.filter(({ allowed }) => !allowed);
	if (missing.length === 0) return;
	const flags = `${linkInfo ? " --link-info" : ""}${stage ? " --stage" : ""}`;
	throw new LocaldnsError("LDNS604", `${missing.length} rights of bench are missing`, {
		reason: missing.map((answer) => `${rightText(answer)} (to ${answer.purpose})`).join("\n       "),
		hint: `localdns rbac --for bench${flags} | kubectl apply -f -`,
	});
}
