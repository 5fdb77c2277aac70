import { parseIp } from "../corefile/ip-address.ts";
import { type ApiObject, nameOf } from "./api-object.ts";
import type { LabelSelector } from "./label-selector.ts";

/** A NetworkPolicy that limits whom pods may send to. */
export interface EgressRules {
	readonly namespace: string;
	readonly name: string;
	/** Pods that it isolates. */
	readonly pods: LabelSelector;
	readonly allowed: readonly EgressRule[];
}

interface EgressRule {
	/** Undefined: anywhere. Selectors of pods and namespaces never match what is on the host network. */
	readonly to?: readonly {
		readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
	}[];
	/** Undefined: any port. */
	readonly ports?: readonly {
		readonly port?: number | string;
		readonly endPort?: number;
		readonly protocol?: string;
	}[];
}

interface PolicyObject {
	readonly spec?: {
		readonly podSelector?: LabelSelector;
		readonly policyTypes?: readonly string[];
		readonly egress?: readonly EgressRule[];
	};
}

/** Reads a NetworkPolicy; undefined where it does not limit egress. */
export function readEgressRules(object: ApiObject): EgressRules | undefined {
	const { spec = {} } = object as PolicyObject;
	const { podSelector = {}, egress, policyTypes = egress === undefined ? [] : ["Egress"] } = spec;
	if (!policyTypes.includes("Egress")) return undefined;
	return {
		namespace: object.metadata?.namespace ?? "",
		name: nameOf(object),
		pods: podSelector,
		allowed: egress ?? [],
	};
}

/** Whether a policy lets its pods ask a DNS server at an address of the node, over UDP. */
export const allowsDns = ({ allowed }: EgressRules, address: string): boolean =>
	allowed.some(
		({ to, ports }) =>
			(to === undefined || to.length === 0 || to.some(({ ipBlock }) => holds(ipBlock, address))) &&
			(ports === undefined || ports.length === 0 || ports.some(isDnsPort)),
	);

const isDnsPort = ({
	port,
	endPort = Number(port),
	protocol = "TCP",
}: NonNullable<EgressRule["ports"]>[number]) =>
	protocol === "UDP" && (port === undefined || (typeof port === "number" && port <= 53 && endPort >= 53));

function holds(
	block: { readonly cidr: string; readonly except?: readonly string[] } | undefined,
	address: string,
): boolean {
	if (block === undefined || !isWithin(address, block.cidr)) return false;
	return !(block.except ?? []).some((network) => isWithin(address, network));
}

/** Whether an address lies in a network such as 169.254.0.0/16; false for what is neither. */
export function isWithin(address: string, network: string): boolean {
	const slash = network.indexOf("/");
	const base = parseIp(network.slice(0, slash === -1 ? undefined : slash));
	const ip = parseIp(address);
	if (base === undefined || ip === undefined || network.includes(":") !== address.includes(":")) return false;
	const given = slash === -1 ? undefined : Number(network.slice(slash + 1));
	const bits = given === undefined ? 128 : given + (network.includes(":") ? 0 : 96);
	return ip.every((byte, index) => {
		const shift = Math.min(8, Math.max(0, 8 - (bits - index * 8)));
		return byte >> shift === (base[index] ?? 0) >> shift;
	});
}
