import { isScalar, isSeq } from "yaml";
import { isIpv6, parseIp } from "../../corefile/ip-address.ts";
import { nodeAt, type ObjectNode } from "./manifest-nodes.ts";

/** A flag of a container's command line. */
export interface Flag {
	/** Without dashes. */
	readonly name: string;
	/** Undefined for a flag without one. */
	readonly value: string | undefined;
	readonly node: unknown;
}

/** Flags that stand alone (cmd/node-cache/main.go of node-local-dns 1.26.8; CoreDNS' own in coremain/run.go). */
const switches: ReadonlySet<string> = new Set([
	"setupinterface",
	"setupiptables",
	"skipteardown",
	"reloadwithsignal",
	"quiet",
	"plugins",
	"version",
]);

/** `command` and `args` as Go's flag package reads them: one dash or two, the value behind `=` or as the next word. */
export function flagsOf(container: ObjectNode): readonly Flag[] {
	const words = ["command", "args"].flatMap((key) => {
		const list = nodeAt(container, key);
		return isSeq(list) ? list.items : [];
	});
	const flags: Flag[] = [];
	for (let index = 0; index < words.length; index += 1) {
		const node = words[index];
		const [, name, value] = /^--?(\w[\w.-]*)(?:=(.*))?$/s.exec(textOf(node)) ?? [];
		if (name === undefined) continue;
		const apart = value === undefined && !switches.has(name);
		flags.push({ name, value: apart ? textOf(words[index + 1]) : value, node });
		if (apart) index += 1;
	}
	return flags;
}

const textOf = (node: unknown): string => (isScalar(node) ? String(node.value) : "");

/** Why node-cache ends at its start with this -localip; undefined where it does not. */
export function faultOfLocalIp(value: string): string | undefined {
	// The kubelet fills in $(NAME) before; of placeholders node-cache replaces those of its Corefile only.
	if (value.includes("$")) return undefined;
	const ips = value.split(",").map(parseIp);
	const bad = value.split(",").find((_, index) => ips[index] === undefined);
	if (bad !== undefined) return `-localip: read ${JSON.stringify(bad)}, which is no IP address`;
	const families = new Set(ips.map((ip) => ip !== undefined && isIpv6(ip)));
	return families.size > 1 ? `-localip: read ${value}; one process takes one address family` : undefined;
}
