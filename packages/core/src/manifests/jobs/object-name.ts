import { contentHash } from "../content-hash.ts";

/** Longest name that is also a label's value, which a Job puts its name into (RFC 1123 label). */
const longest = 63;

/**
 * Name of an object that is made for a node. Names of nodes have dots and up to 253 characters; one that has to be
 * changed or cut ends with eight digits of its hash, so that no two nodes share an object.
 */
export function nodeObjectName(prefix: string, node: string): string {
	const plain = node.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-");
	const whole = `${prefix}-${plain}`;
	if (plain === node && whole.length <= longest && !whole.endsWith("-")) return whole;
	const digest = contentHash(node).slice(0, 8);
	return `${whole.slice(0, longest - digest.length - 1).replace(/-+$/, "")}-${digest}`;
}
