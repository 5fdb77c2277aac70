import { absoluteName } from "../dns/name.ts";

/** Names of a hosts file as CoreDNS reads it (plugin/hosts/hostsfile.go): address first, `#` begins a comment. */
export function namesOfHosts(text: string): string[] {
	const names = new Set<string>();
	for (const line of text.split("\n")) {
		const [address = "", ...hosts] = (line.split("#")[0] ?? "").trim().split(/\s+/);
		if (!mayBeAddress.test(address)) continue;
		for (const host of hosts) {
			const name = absoluteName(host);
			if (name !== undefined && name !== ".") names.add(name.slice(0, -1));
		}
	}
	return [...names];
}

const mayBeAddress = /^(?:\d+\.\d+\.\d+\.\d+|[0-9a-f:.]*:[0-9a-f:.]*(?:%.*)?)$/i;
