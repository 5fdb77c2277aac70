import { type Plugin, plugin } from "../ast.ts";
import { checkValues } from "../start-check.ts";

/**
 * The `bufsize` plugin: the largest UDP answer that upstreams are told of, 512–4096 bytes. It lowers
 * what the client asked for and never raises it.
 *
 * @throws LocaldnsError LDNS405
 */
export function bufsize(bytes: number): Plugin {
	return checkValues(plugin("bufsize", [bytes]));
}
