import { text } from "node:stream/consumers";
import { LocaldnsError } from "@localdns/core";
import {
	type Carried,
	type CarryChoice,
	carryClusterDns,
	clusterDnsTexts,
	readClusterDns,
} from "@localdns/core/cluster-dns";
import type { CorefileSyntaxError } from "@localdns/core/corefile";
import { readText } from "../files.ts";

/**
 * Reads the ConfigMaps of a cluster DNS and chooses what the nodes take over.
 *
 * @param path a file, or `-` for stdin
 * @throws LocaldnsError LDNS104 unreadable, LDNS480 no such ConfigMaps, LDNS481 a Corefile that is not understood, LDNS482 a
 * profile that takes nothing
 */
export async function importClusterDns(path: string, choice: CarryChoice): Promise<Carried> {
	const found = clusterDnsTexts(path === "-" ? await text(process.stdin) : await readText(path), path);
	if (!found.ok) throw found.error;
	const read = readClusterDns(found.texts);
	if (!read.ok) throw notUnderstood(path, read.error);
	return carryClusterDns(read.facts, choice);
}

/** What ends a command on Corefiles with "no" is here a file that cannot be used, whatever is wrong with it. */
function notUnderstood(
	path: string,
	{ code, message, file, line, column, hint }: CorefileSyntaxError,
): LocaldnsError {
	return new LocaldnsError("LDNS481", `${path}: ${file}:${line}:${column}: ${message}`, {
		...(code === "LDNS481" ? {} : { reason: `CoreDNS would not take it: localdns explain ${code}` }),
		...(hint === undefined ? {} : { hint }),
	});
}
