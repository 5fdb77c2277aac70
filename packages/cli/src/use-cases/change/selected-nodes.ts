import { LocaldnsError } from "@localdns/core";
import type { ClusterReader } from "../../ports/cluster.ts";

/**
 * Nodes that are meant by names with commas between them, or by a label selector: a name has none of `=`, `!`, `(`.
 *
 * @returns undefined for all
 * @throws LocaldnsError LDNS601–LDNS607; LDNS607 for a selector that the API server does not read, LDNS755 for one that
 * no node fits
 */
export async function selectedNodes(
	cluster: Pick<ClusterReader, "list">,
	text: string | undefined,
): Promise<readonly string[] | undefined> {
	if (text === undefined) return undefined;
	if (!/[=!(]/.test(text)) return text.split(",").map((name) => name.trim());
	const names = await cluster.list(
		`/api/v1/nodes?labelSelector=${encodeURIComponent(text)}`,
		({ metadata }) => metadata?.name,
	);
	if (names.length > 0) return names;
	throw new LocaldnsError("LDNS755", `no node has the labels ${JSON.stringify(text)}`, {
		hint: "kubectl get nodes --show-labels",
	});
}
