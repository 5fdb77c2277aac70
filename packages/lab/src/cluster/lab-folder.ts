import { join } from "node:path";

/**
 * The cluster's files. They lie in the sandbox's room and are seen on every node below `/run`, where a
 * node has nothing else of the machine's.
 */
export const labOnNode = "/run/localdns-lab";
/** What belongs to the node itself. */
export const nodeOnNode = "/run/localdns-node";

/** Where a node's service manager listens. */
export const serviceSocket = `${nodeOnNode}/systemd.sock`;
/** What the K3s stand-in of a node has to know: a `NodeIdentity` as JSON. */
export const identityFile = `${nodeOnNode}/identity.json`;

export const nodeFolder = (lab: string, node: string): string => join(lab, "nodes", node);
export const pkiFolder = (lab: string): string => join(lab, "pki");
/** Programs that lie over the node's own: in front of /usr/bin, and of /usr/local/bin. */
export const overlayFolders = (lab: string) => ({
	bin: join(lab, "bin"),
	localBin: join(lab, "local-bin"),
});
