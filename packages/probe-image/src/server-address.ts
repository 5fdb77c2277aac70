import { isIPv6 } from "node:net";

/** Where a server listens. */
export interface ServerAddress {
	/** As written, for the record. */
	text: string;
	host: string;
	port: number;
}

const dnsPort = 53;

/** Reads `10.43.0.10`, `10.43.0.10:5353`, `fd00::10` or `[fd00::10]:5353`. */
export function parseServerAddress(text: string): ServerAddress {
	if (isIPv6(text)) return { text, host: text, port: dnsPort };
	const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
	return { text, host: bracketed ?? plain ?? text, port: port === undefined ? dnsPort : Number(port) };
}
