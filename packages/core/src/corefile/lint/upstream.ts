import { type IpAddress, parseIp } from "../ip-address.ts";

/** One of the places that `forward` asks. */
export interface Upstream {
	readonly text: string;
	/** Undefined for a file, a name, a placeholder. */
	readonly ip: IpAddress | undefined;
	readonly port: number;
	/** Asked by plain DNS, over UDP or TCP. */
	readonly plain: boolean;
}

/** `[scheme://]address[:port]`, or whatever else stands behind `forward ZONE` (plugin/pkg/parse/host.go). */
export function readUpstream(text: string): Upstream {
	const [, scheme, rest = ""] = /^(?:(\w+):\/\/)?(.*)$/s.exec(text) ?? [];
	const [, bracketed, host, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/s.exec(rest) ?? [];
	const address = (bracketed ?? host ?? rest).replace(/%.*$/s, "");
	return {
		text,
		ip: parseIp(address),
		port: Number(port ?? (scheme === "tls" ? 853 : 53)),
		plain: scheme === undefined || scheme === "dns",
	};
}

/** Host part of HOST:PORT where an endpoint listens; "" for all addresses. */
export function listenHost(text: string): string {
	const [, bracketed, host = ""] = /^(?:\[(.*)\]|([^:]*)):[^:]*$/s.exec(text) ?? [];
	return bracketed ?? host;
}
