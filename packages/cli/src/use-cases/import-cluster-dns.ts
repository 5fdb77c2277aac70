import { text } from "node:stream/consumers";
import { LocaldnsError } from "@localdns/core";
import {
	type Carried,
	type CarryChoice,
	carryClusterDns,
	clusterDnsTexts,
	readClusterDns,
} from "@localdns/core/cluster-dns";
import { readText } from "../files.ts";

/**
 * Reads the ConfigMaps of a cluster DNS and chooses what the nodes take over.
 *
 * @param path a file, or `-` for stdin
 * @throws LocaldnsError LDNS104 unreadable, LDNS480 no such ConfigMaps, LDNS410–419 and LDNS481 a Corefile that is not
 * understood, LDNS482 a profile that takes nothing
 */
export async function importClusterDns(path: string, choice: CarryChoice): Promise<Carried> {
	const found = clusterDnsTexts(path === "-" ? await text(process.stdin) : await readText(path), path);
	if (!found.ok) throw found.error;
	const read = readClusterDns(found.texts);
	if (!read.ok) {
		const { code, message, file, line, column, hint } = read.error;
		throw new LocaldnsError(
			code,
			`${path}: ${file}:${line}:${column}: ${message}`,
			hint === undefined ? {} : { hint },
		);
	}
	return carryClusterDns(read.facts, choice);
}
