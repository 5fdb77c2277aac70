import { isWithin } from "../cluster/egress-rules.ts";
import type { ClusterNode } from "../cluster/node.ts";

/** Addresses that tailscale gives out (RFC 6598 sets them aside for carriers; some clouds use them as well). */
const tailnetNetwork = "100.64.0.0/10";

/** Whether an address is likely one of a tailnet. */
export const isTailnetAddress = (address: string): boolean => isWithin(address, tailnetNetwork);

/** tailscale's own IPv6 network, which nobody else has (tailscale: net/tsaddr). */
const tailnetNetworkV6 = "fd7a:115c:a1e0::/48";

/** Whether a node is reached by others through a tailnet. */
export const isTailnet = ({ addresses }: ClusterNode): boolean =>
	addresses.some((address) => isTailnetAddress(address) || isWithin(address, tailnetNetworkV6));

/** tailscale0 has 1280 bytes; each of flannel's backends takes its headers from that (flannel: backend/vxlan, backend/wireguard). */
const overheads: Readonly<Record<string, number>> = { vxlan: 50, wireguard: 80, extension: 0, "host-gw": 0 };

/** Largest packet between pods of tailnet nodes; undefined for a backend that nothing is known of. */
export function tailnetMtu(flannelBackend: string | undefined): number | undefined {
	const overhead = flannelBackend === undefined ? undefined : overheads[flannelBackend];
	return overhead === undefined ? undefined : 1280 - overhead;
}
