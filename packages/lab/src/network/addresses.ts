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

/** Between the ends of the link where a real overlay goes over it; 198.18.0.0/15 is set aside for benchmarks (RFC 2544). */
export const underlay = { network: "198.18.0.0/15", near: "198.18.0.1", far: "198.18.0.2", mtu: 1500 };
/** Of a node behind the far end of that link. */
export const underlayNode = (index: number): string => `198.18.1.${index + 1}`;
/**
 * Of the tailnet's control, DERP and STUN server. It has to be of RFC 1918: for any other host tailscaled redials a
 * control server of plain HTTP by TLS on port 443 (tailscale: control/controlhttp).
 */
export const controlServer = "10.198.0.1";
/** What the control server gives to the member that registers as the nth, from 0 (tailscale: tstest/integration/testcontrol). */
export const tailnetAddress = (index: number): string => `100.64.0.${index + 1}`;
/** flannel's VXLAN over tailscale0, whose MTU is `tunnelMtu`: 50 bytes less. */
export const vxlanMtu = tunnelMtu - 50;
