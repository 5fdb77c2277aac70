/** Name of every object of the cache, that of the Kubernetes add-on and of the article. */
export const cacheName = "node-local-dns";

/** Second Service for the cluster DNS, asked where the first one's address is taken by the cache. */
export const upstreamServiceName = "kube-dns-upstream";

/** ConfigMap that lists what belongs to an installation. */
export const inventoryName = "node-local-dns-inventory";

/** Where the cluster DNS is, in K3s and elsewhere. */
export const clusterDnsNamespace = "kube-system";

/** Where the cache is installed unless told otherwise. */
export const cacheNamespace = "kube-system";

/** Namespace of the privileged node Jobs and of nothing else. */
export const nodeConfigNamespace = "localdns-node-config";

/** Namespace of the probes of a measurement. */
export const benchNamespace = "localdns-bench";

/** Namespace of the health check that repeats itself. */
export const healthCheckNamespace = "localdns-health-check";

/** Every object of the health check that repeats itself. */
export const healthCheckName = "localdns-health-check";

/** ConfigMap of the health check's verdicts. */
export const historyName = "localdns-health-history";

/** ConfigMap that a history which could not be read was set aside as. */
export const setAsideName = "localdns-health-history-aside";

/** Secret with the addresses that the health check tells its results: keys `pushgateway` and `webhook`. */
export const receiversName = "localdns-health-receivers";

/** Lease that keeps two installations apart. */
export const lockName = "node-local-dns-lock";

/** Lease that keeps two measurements in one namespace apart. */
export const benchLockName = "localdns-bench-lock";

/** Annotation of the inventory of a cache that a bench has staged and takes out again; its value is the run. */
export const stagedByBench = "localdns.dev/staged-by-bench";

/** Finds the cache's pods; never changes, because a DaemonSet's selector cannot. */
export const selectorLabels = { "k8s-app": cacheName } as const;

/** Of every object that localdns manages. */
export const managedBy = { "app.kubernetes.io/managed-by": "localdns" } as const;

/** Labels of the cache's objects. */
export const labels = { ...selectorLabels, ...managedBy } as const;

/** Key of the Corefile in its ConfigMap. */
export const corefileKey = "Corefile";

/** ConfigMap that remembers which nodes were turned, and when. */
export const nodeRecordsName = "node-local-dns-nodes";

/** Namespace of the pods that ask whether names resolve; nothing privileged runs in it. */
export const verifyNamespace = "localdns-verify";

/** Field manager of every server-side apply. */
export const fieldManager = "localdns";
