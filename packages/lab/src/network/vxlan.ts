import { run } from "../process/run.ts";
import { vxlanMtu } from "./addresses.ts";
import { inPlace, type Place } from "./place.ts";

/** A place with flannel's device. */
export interface VxlanEnd {
	place: Place;
	/** Its address on the network below, such as its tailnet's. */
	address: string;
	/** What is reached through it, the first of them its own pod network, whose first address the device gets. */
	networks: readonly string[];
}

/** All of the lab's pods. */
const pods = "10.42.0.0/16";

/** What flannel writes on the node of the end with this index (flannel: pkg/subnet/kube). */
export const vxlanAnnotations = (index: number, address: string): Record<string, string> => ({
	"flannel.alpha.coreos.com/backend-data": JSON.stringify({ VNI: 1, VtepMAC: hardwareAddress(index) }),
	"flannel.alpha.coreos.com/backend-type": "vxlan",
	"flannel.alpha.coreos.com/kube-subnet-manager": "true",
	"flannel.alpha.coreos.com/public-ip": address,
});
const hardwareAddress = (index: number): string => `02:00:00:00:00:${String(index + 1).padStart(2, "0")}`;
const deviceAddress = ({ networks }: VxlanEnd): string => (networks[0] ?? "").replace(/\/\d+$/, "");

/**
 * Joins pod networks by VXLAN as flannel does it (flannel: pkg/backend/vxlan): a device `flannel.1` each, and fixed
 * entries for where the others are. Packets of pods to anything else leave with their node's address. Other than
 * flannel's, the device is bound to no interface, and so outlives a restart of tailscaled, which makes its own anew.
 *
 * @throws LocaldnsError LDNS203
 */
export async function joinByVxlan(ends: readonly VxlanEnd[]): Promise<void> {
	await Promise.all(
		ends.map(async (end, index) => {
			const others = ends.map((each, at) => ({ ...each, at })).filter(({ at }) => at !== index);
			const tell = (program: readonly string[], lines: readonly string[]) =>
				run(`flannel's device of ${end.place.name}`, inPlace(end.place, program), `${lines.join("\n")}\n`);
			await tell(
				["ip", "-batch", "-"],
				[
					`link add flannel.1 address ${hardwareAddress(index)} mtu ${vxlanMtu} type vxlan id 1 local ${end.address} dstport 8472 nolearning`,
					`addr add ${deviceAddress(end)}/32 dev flannel.1`,
					"link set flannel.1 up",
					...others.flatMap((other) => [
						`neigh replace ${deviceAddress(other)} lladdr ${hardwareAddress(other.at)} dev flannel.1 nud permanent`,
						...other.networks.map(
							(network) => `route add ${network} via ${deviceAddress(other)} dev flannel.1 onlink`,
						),
					]),
				],
			);
			const entries = others.map(
				({ at, address }) => `fdb append ${hardwareAddress(at)} dev flannel.1 dst ${address} self permanent`,
			);
			await tell(["bridge", "-batch", "-"], entries);
			await tell(["nft", "-f", "-"], [masquerade]);
		}),
	);
}

/** As flannel's own: to other pods with the pod's address, to everything else with the node's. */
const masquerade = `table ip flannel { chain postrouting { type nat hook postrouting priority srcnat; ip saddr ${pods} ip daddr != ${pods} oifname != "cni0" masquerade; }
}`;
