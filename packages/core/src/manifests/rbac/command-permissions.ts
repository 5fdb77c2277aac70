import {
	benchLockName,
	cacheName,
	clusterDnsNamespace,
	healthCheckName,
	historyName,
	inventoryName,
	lockName,
	nodeConfigNamespace,
	nodeRecordsName,
	receiversName,
	setAsideName,
	cacheNamespace as standardNamespace,
	upstreamServiceName,
	verifyNamespace,
} from "../names.ts";
import { grant } from "./grant.ts";
import type { Permission, Scope } from "./permission.ts";

/** Commands that talk to a cluster, and `render`, which does not. */
export const rbacCommands = [
	"doctor",
	"render",
	"diff",
	"install",
	"status",
	"rollback",
	"uninstall",
	"bench",
	"health-check",
] as const;

/** A command whose rights can be asked for. */
export type RbacCommand = (typeof rbacCommands)[number];

/** Where a command's objects are. */
export interface RbacPlaces {
	/** Of the cache; for `bench` and `health-check` that of their own objects. */
	readonly namespace: string;
	/** Namespaces that get an egress policy (`egressPolicies`). */
	readonly egressNamespaces: readonly string[];
	/** Whether `doctor` and `bench` also ask nodes from pods there (`--link-info`). @default false */
	readonly linkInfo?: boolean;
	/** Of the cache that `bench` measures. @default "kube-system" */
	readonly cacheNamespace?: string;
	/** Of `install`: the cache alone, and no node is turned. Of `bench`: with a cache that is staged for a trial. @default false */
	readonly stage?: boolean;
}

const cluster: Scope = { cluster: true };
const clusterDns: Scope = { namespace: clusterDnsNamespace };
const verify: Scope = { namespace: verifyNamespace };
const nodeConfig: Scope = { namespace: nodeConfigNamespace };

/** What the cluster DNS is and who its nodes are. */
const facts: readonly Permission[] = [
	...grant(cluster, "know the nodes, their roles and the flags of their kubelets", {
		nodes: ["get", "list"],
	}),
	...grant(clusterDns, "find the cluster DNS and what it answers", { configmaps: ["get"] }, [
		"cluster-dns",
		"coredns",
		"coredns-custom",
	]),
	...grant(clusterDns, "find the cluster DNS and what it answers", { services: ["get"] }, ["kube-dns"]),
	...grant(clusterDns, "see whether the cluster DNS runs", { deployments: ["get"] }, ["coredns"]),
	...grant(clusterDns, "see whether the cluster DNS runs", { endpointslices: ["list"] }),
];

const named = [cacheName, upstreamServiceName, inventoryName, nodeRecordsName];

const readCache = (own: Scope): Permission[] => [
	...grant(
		own,
		"see what is installed",
		{ serviceaccounts: ["get"], configmaps: ["get"], services: ["get"], daemonsets: ["get"] },
		named,
	),
	...grant(own, "see on which nodes the cache runs", { pods: ["get", "list"] }),
];

const podsOfAll: readonly Permission[] = grant(
	cluster,
	"see which pods still have their former nameserver, and which have port 53 of a node",
	{ pods: ["list"] },
);

/** Roll-outs are followed by asking again, which takes no right to watch. */
const followCache = (own: Scope): Permission[] =>
	grant(own, "say why a pod of the cache cannot be made", { events: ["list"] });

const seeLock = (own: Scope): Permission[] =>
	grant(own, "see whether a run is under way", { leases: ["get"] }, [lockName]);

/** One run at a time. */
const lock = (own: Scope): Permission[] => [
	...grant(own, "keep two runs apart", { leases: ["create"] }),
	...grant(own, "keep two runs apart", { leases: ["get", "patch", "delete"] }, [lockName]),
];

/** By its uid a cluster is told from another one that has the same name. */
const whichCluster: readonly Permission[] = grant(
	cluster,
	"know which cluster it is",
	{ namespaces: ["get"] },
	[clusterDnsNamespace],
);

/**
 * Whoever may create a Job in a privileged namespace is root on every node: that is what changing a kubelet takes.
 * nodes/proxy reads the kubelet's configuration as it took effect, and lets its holder run commands in pods as well.
 */
const turnNodes: readonly Permission[] = [
	...grant(nodeConfig, "change and restore the configuration of K3s", {
		jobs: ["create", "get", "delete"],
		pods: ["list"],
		events: ["list"],
		configmaps: ["create", "list", "delete"],
	}),
	...grant(
		{ namespace: "kube-node-lease" },
		"see whether a node's kubelet is alive while a pod of it is waited for",
		{ leases: ["get"] },
	),
	...grant(cluster, "see which cluster DNS a kubelet uses", { "nodes/proxy": ["get"] }),
];

/** Fresh pods that ask. */
const tryNodes: readonly Permission[] = [
	...grant(cluster, "have the namespaces of node Jobs and of verification", { namespaces: ["get"] }, [
		nodeConfigNamespace,
		verifyNamespace,
	]),
	...grant(verify, "ask from fresh pods whether names resolve", {
		pods: ["create", "list", "delete"],
		configmaps: ["create", "list", "delete"],
	}),
	...grant(cluster, "choose names of Services to ask", { services: ["list"] }),
];

const changeNodes: readonly Permission[] = [...whichCluster, ...turnNodes, ...tryNodes];

/** A dry run of a ConfigMap tells the API server's time, and keeps nothing. */
const rememberNodes = (own: Scope): Permission[] => [
	...grant(own, "know the time of the API server", { configmaps: ["create"] }),
	...grant(own, "remember which nodes were changed", { configmaps: ["get", "patch"] }, [nodeRecordsName]),
];

const writeCache = (own: Scope): Permission[] => [
	...grant(own, "create the cache", {
		serviceaccounts: ["create"],
		configmaps: ["create"],
		services: ["create"],
		daemonsets: ["create"],
	}),
	...grant(
		own,
		"update the cache, and take out what other settings no longer need",
		{
			serviceaccounts: ["patch", "delete"],
			configmaps: ["patch", "delete"],
			services: ["patch", "delete"],
			daemonsets: ["patch", "delete"],
		},
		named,
	),
];

const egress = (namespaces: readonly string[], verbs: readonly string[]): Permission[] =>
	namespaces.flatMap((namespace) => {
		const narrow = verbs.filter((verb) => verb !== "create");
		const purpose = "let isolated pods reach the cache";
		return [
			...(narrow.length === verbs.length
				? []
				: grant({ namespace }, purpose, { networkpolicies: ["create"] })),
			...grant({ namespace }, purpose, { networkpolicies: narrow }, [cacheName]),
		];
	});

/** Whoever may create pods in a privileged namespace is root on every node, whatever the pods of doctor may do. */
const askNodes: readonly Permission[] = [
	...grant(nodeConfig, "have a pod on each node find out about tailscale and the kernel", {
		pods: ["create", "list", "delete"],
		configmaps: ["create", "delete"],
	}),
	...grant(cluster, "have the namespace of these pods", { namespaces: ["get"] }, [nodeConfigNamespace]),
];

/** The same for as long as a bench goes on. */
const watchNodes: readonly Permission[] = [
	...askNodes,
	...grant(nodeConfig, "have a pod on each node watch the links while something is measured", {
		"pods/log": ["get"],
		configmaps: ["list"],
	}),
];

/** Pods that measure, and their results. */
const measure = (own: Scope): Permission[] => [
	...grant(own, "run probes and read what they saw", {
		pods: ["create", "get", "list", "patch", "delete"],
		"pods/log": ["get"],
		configmaps: ["create", "list", "delete"],
	}),
	...grant(own, "keep two measurements apart", { leases: ["create"] }),
	...grant(own, "keep two measurements apart", { leases: ["get", "patch", "delete"] }, [benchLockName]),
];

/** What a bench goes by: whom to ask, from where, and for what. */
const benchFacts = ({ namespace, cacheNamespace = standardNamespace }: RbacPlaces): Permission[] => {
	const cache: Scope = { namespace: cacheNamespace };
	return [
		...grant(cluster, "know the nodes to measure on", { nodes: ["list"] }),
		...grant(cluster, "choose names of Services, and know what they are worth", {
			services: ["list"],
			endpointslices: ["list"],
		}),
		...grant(
			cluster,
			"know which cluster it is, and have the namespace of the probes",
			{ namespaces: ["get"] },
			[clusterDnsNamespace, namespace],
		),
		...grant(clusterDns, "find the cluster DNS", { configmaps: ["get"] }, ["cluster-dns", "coredns"]),
		...grant(clusterDns, "find the cluster DNS", { services: ["get"] }, ["kube-dns"]),
		...grant(cache, "find the cache", { daemonsets: ["get"], configmaps: ["get"] }, [cacheName]),
		...grant(cache, "find the cache", { services: ["get"] }, [upstreamServiceName]),
		...grant(cache, "see on which nodes the cache runs", { pods: ["list"] }),
	];
};

/** A cache for a trial: install's rights and uninstall's, without those of turning nodes. */
const stageCache = (own: Scope): Permission[] => [
	...facts,
	...podsOfAll,
	...whichCluster,
	...tryNodes,
	...readCache(own),
	...followCache(own),
	...writeCache(own),
	...rememberNodes(own),
	...lock(own),
];

/** Each right once, however many parts of a command need it. */
const once = (permissions: readonly Permission[]): Permission[] => [
	...new Map(
		permissions.map((permission) => [JSON.stringify({ ...permission, purpose: "" }), permission]),
	).values(),
];

/** What the scheduled health check itself may do. */
export const healthCheckRun = (namespace: string): readonly Permission[] => [
	...grant(cluster, "know the nodes to ask from", { nodes: ["list"] }),
	...grant(cluster, "see that its namespace is there", { namespaces: ["get"] }, [namespace]),
	...measure({ namespace }),
	...grant({ namespace }, "keep the history of verdicts", { configmaps: ["get", "patch"] }, [historyName]),
	...grant({ namespace }, "set aside a history that it cannot read", { configmaps: ["patch"] }, [
		setAsideName,
	]),
	...grant({ namespace }, "tell a breach as an Event of its CronJob", { cronjobs: ["get"] }, [
		healthCheckName,
	]),
	...grant({ namespace }, "tell a breach as an Event of its CronJob", { events: ["create"] }).map((each) => ({
		...each,
		group: "events.k8s.io",
	})),
];

/** Rights of a command, each with what it is for. `render` needs none. */
export function permissionsFor(command: RbacCommand, places: RbacPlaces): readonly Permission[] {
	const own: Scope = { namespace: places.namespace };
	const { egressNamespaces } = places;
	switch (command) {
		case "render":
			return [];
		case "doctor":
			return [
				...facts,
				...podsOfAll,
				...grant(cluster, "find pods that an egress policy keeps from the cache", {
					networkpolicies: ["list"],
				}),
				...readCache(own),
				...(places.linkInfo === true ? askNodes : []),
			];
		case "diff":
			return [...facts, ...readCache(own), ...egress(egressNamespaces, ["get"])];
		case "status":
			return [...facts, ...podsOfAll, ...readCache(own), ...seeLock(own)];
		case "install":
			return [
				...facts,
				...podsOfAll,
				...(places.stage === true ? [...whichCluster, ...tryNodes] : changeNodes),
				...readCache(own),
				...followCache(own),
				...writeCache(own),
				...lock(own),
				...egress(egressNamespaces, ["create", "get", "patch", "delete"]),
			];
		case "rollback":
			return [
				...facts,
				...podsOfAll,
				...changeNodes,
				...readCache(own),
				...followCache(own),
				...rememberNodes(own),
				...lock(own),
			];
		case "uninstall":
			return [
				...facts,
				...podsOfAll,
				...changeNodes,
				...grant(
					cluster,
					"take out the namespaces of node Jobs and of verification",
					{ namespaces: ["delete"] },
					[nodeConfigNamespace, verifyNamespace],
				),
				...readCache(own),
				...followCache(own),
				...rememberNodes(own),
				...grant(own, "have the cache take its address along", { daemonsets: ["patch"] }, [cacheName]),
				...grant(
					own,
					"take out the cache",
					{
						serviceaccounts: ["delete"],
						configmaps: ["delete"],
						services: ["delete"],
						daemonsets: ["delete"],
					},
					named,
				),
				...lock(own),
				...egress(egressNamespaces, ["get", "delete"]),
			];
		case "bench":
			return once([
				...benchFacts(places),
				...measure(own),
				...(places.linkInfo === true ? watchNodes : []),
				...(places.stage === true
					? stageCache({ namespace: places.cacheNamespace ?? standardNamespace })
					: []),
			]);
		case "health-check":
			return [...healthCheckRun(places.namespace), ...manageHealthCheck(own)];
	}
}

/**
 * Who gives the scheduled check its role must hold the same rights, which `healthCheckRun` above are: the API server
 * refuses anything else (Kubernetes documentation: Using RBAC Authorization, privilege escalation prevention).
 */
function manageHealthCheck(own: Scope): Permission[] {
	const purpose = "set up, show and take out the schedule";
	return [
		...whichCluster,
		...grant(own, purpose, {
			cronjobs: ["create"],
			serviceaccounts: ["create"],
			roles: ["create"],
			rolebindings: ["create"],
			// That of a Secret cannot be narrowed to its name; none can be read or changed by it.
			secrets: ["create"],
		}),
		...grant(
			own,
			purpose,
			{
				cronjobs: ["get", "patch", "delete"],
				configmaps: ["get", "patch"],
				serviceaccounts: ["get", "patch", "delete"],
				roles: ["get", "patch", "delete"],
				rolebindings: ["get", "patch", "delete"],
			},
			[healthCheckName],
		),
		...grant(own, purpose, { configmaps: ["get"] }, [setAsideName]),
		...grant(own, purpose, { secrets: ["get", "patch", "delete"] }, [receiversName]),
		...grant(cluster, purpose, { clusterroles: ["create"], clusterrolebindings: ["create"] }),
		...grant(
			cluster,
			purpose,
			{ clusterroles: ["get", "patch", "delete"], clusterrolebindings: ["get", "patch", "delete"] },
			[healthCheckName],
		),
	];
}
