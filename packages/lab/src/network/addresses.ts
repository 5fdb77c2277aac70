/** Addresses of the lab: K3s' defaults, and tailnet-like ones for the nodes. */

/** Cluster DNS Service, as every pod of a K3s cluster knows it. */
export const clusterDnsService = "10.43.0.10";
/** The one CoreDNS pod behind that Service, on the near node. */
export const clusterDnsPod = "10.42.0.2";
/** The public resolver of the article, here a CoreDNS on the near side. */
export const externalResolver = "119.29.29.29";
/** Where a node-local cache listens, on every node the same. */
export const cacheAddress = "169.254.20.10";

export const clusterDomain = "cluster.local";
export const podSearch = [`default.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];

export const nearTunnel = "100.64.0.1";
export const farTunnel = "100.64.0.2";
/** Largest inner packet, as on a tailnet. */
export const tunnelMtu = 1280;

export const nodeAddress = (index: number): string => `100.64.0.${10 + index}`;
/** Pod network of a far node; 10.42.0.0/24 is the near node's. */
export const podNetwork = (index: number): string => `10.42.${index + 1}.0/24`;
export const podGateway = (index: number): string => `10.42.${index + 1}.1`;
export const podAddress = (index: number): string => `10.42.${index + 1}.2`;
