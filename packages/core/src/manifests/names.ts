/** Name of every object of the cache, that of the Kubernetes add-on and of the article. */
export const cacheName = "node-local-dns";

/** Second Service for the cluster DNS, asked where the first one's address is taken by the cache. */
export const upstreamServiceName = "kube-dns-upstream";

/** Finds the cache's pods; never changes, because a DaemonSet's selector cannot. */
export const selectorLabels = { "k8s-app": cacheName } as const;

/** Labels of objects that localdns manages. */
export const labels = { ...selectorLabels, "app.kubernetes.io/managed-by": "localdns" } as const;

/** Key of the Corefile in its ConfigMap. */
export const corefileKey = "Corefile";
