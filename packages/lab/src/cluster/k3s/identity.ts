import { readFileSync } from "node:fs";
import type { ClusterNode } from "../cluster-nodes.ts";
import { identityFile } from "../lab-folder.ts";

/** What a node's K3s stand-in is told by the lab, and a real K3s would find out or be told by its server. */
export interface NodeIdentity extends ClusterNode {
	/** Address of the server. */
	server: string;
	/** Folder of Kubernetes' programs. */
	kubernetes: string;
	/** Archive of the images. */
	images: string;
	/** What flannel writes on its node, where the lab joins pods as flannel does. */
	flannel?: Readonly<Record<string, string>>;
	/** Of the pods' interfaces, bytes. */
	podMtu: number;
	/** Where certificates are, as the node sees it. */
	pki: string;
}

export const readIdentity = (): NodeIdentity =>
	JSON.parse(readFileSync(identityFile, "utf8")) as NodeIdentity;
