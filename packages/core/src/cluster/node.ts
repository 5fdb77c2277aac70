import type { ApiObject } from "./api-object.ts";
import { nameOf } from "./api-object.ts";
import { type NodeArgs, parseNodeArgs } from "./node-args.ts";
import { type KubernetesVersion, parseKubernetesVersion } from "./version.ts";

/** A node of a cluster. */
export interface ClusterNode {
	readonly name: string;
	/** By K3s' own word, else by the label of control planes. */
	readonly role: "server" | "agent";
	/** InternalIP and ExternalIP, and what K3s and flannel have noted of the node's addresses; none twice. */
	readonly addresses: readonly string[];
	readonly version: KubernetesVersion | undefined;
	/** As the kubelet gives it. */
	readonly kubeletVersion: string;
	readonly isK3s: boolean;
	/** Undefined where no K3s has noted them. */
	readonly nodeArgs: NodeArgs | undefined;
	/** `vxlan`, `wireguard`, `host-gw`, `extension`; undefined without flannel. */
	readonly flannelBackend: string | undefined;
	/** Undefined when ready, else what its Ready condition says. */
	readonly notReady: string | undefined;
	/** Conditions other than Ready that are met: `DiskPressure` and its like. */
	readonly pressures: readonly string[];
	/** How many images the kubelet lists. It lists 50 unless told otherwise, so a full list says nothing of the rest. */
	readonly imageCount: number;
	/** Names of the images that were asked about and are there. */
	readonly images: readonly string[];
}

interface NodeObject {
	readonly spec?: { readonly providerID?: string };
	readonly status?: {
		readonly addresses?: readonly { readonly type?: string; readonly address?: string }[];
		readonly conditions?: readonly {
			readonly type?: string;
			readonly status?: string;
			readonly reason?: string;
			readonly message?: string;
		}[];
		readonly nodeInfo?: {
			readonly kubeletVersion?: string;
		};
		readonly images?: readonly { readonly names?: readonly string[] }[];
	};
}

/**
 * Reads a node.
 *
 * @param isWanted which image names are kept: a node lists many, and a cluster has many nodes
 */
export function readNode(object: ApiObject, isWanted: (image: string) => boolean): ClusterNode {
	const { spec = {}, status = {} } = object as NodeObject;
	const { labels = {}, annotations = {} } = object.metadata ?? {};
	const { kubeletVersion = "" } = status.nodeInfo ?? {};
	const nodeArgs = parseNodeArgs(annotations["k3s.io/node-args"]);
	const isServer =
		"node-role.kubernetes.io/control-plane" in labels || "node-role.kubernetes.io/master" in labels;
	const conditions = status.conditions ?? [];
	const ready = conditions.find(({ type }) => type === "Ready");
	const { images = [] } = status;
	const version = parseKubernetesVersion(kubeletVersion);
	return {
		name: nameOf(object),
		role: nodeArgs?.role ?? (isServer ? "server" : "agent"),
		addresses: addressesOf(status, annotations),
		version,
		kubeletVersion,
		isK3s: version?.k3s !== undefined || spec.providerID?.startsWith("k3s://") === true,
		nodeArgs,
		flannelBackend: annotations["flannel.alpha.coreos.com/backend-type"],
		notReady:
			ready?.status === "True"
				? undefined
				: (ready?.message ?? ready?.reason ?? "its kubelet has reported nothing"),
		pressures: conditions.flatMap(({ type = "", status: met }) =>
			type !== "Ready" && met === "True" ? [type] : [],
		),
		imageCount: images.length,
		images: images.flatMap(({ names = [] }) => names.filter(isWanted)),
	};
}

const addressAnnotations = [
	"k3s.io/internal-ip",
	"k3s.io/external-ip",
	"flannel.alpha.coreos.com/public-ip",
	"flannel.alpha.coreos.com/public-ip-overwrite",
];

function addressesOf(
	{ addresses = [] }: NonNullable<NodeObject["status"]>,
	annotations: Readonly<Record<string, string>>,
): string[] {
	const given = addresses.flatMap(({ type, address }) =>
		address !== undefined && (type === "InternalIP" || type === "ExternalIP") ? [address] : [],
	);
	const noted = addressAnnotations.flatMap((name) => annotations[name]?.split(",") ?? []);
	return [...new Set([...given, ...noted])];
}
