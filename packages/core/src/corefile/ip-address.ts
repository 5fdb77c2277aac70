/** Sixteen bytes; an IPv4 address stands where IPv6 maps it, ::ffff:0:0/96. */
export type IpAddress = readonly number[];

const octet = /^(?:0|[1-9]\d{0,2})$/;

function octetsOf(text: string): number[] | undefined {
	const parts = text.split(".");
	if (parts.length !== 4 || !parts.every((part) => octet.test(part) && Number(part) < 256)) return undefined;
	return parts.map(Number);
}

/** Reads what Go's net.ParseIP takes for an address, IPv4 or IPv6, without a zone; undefined for anything else. */
export function parseIp(text: string): IpAddress | undefined {
	if (text.length > 45) return undefined;
	if (!text.includes(":")) {
		const octets = octetsOf(text);
		return octets && [...Array<number>(10).fill(0), 255, 255, ...octets];
	}
	const halves = text.split("::");
	if (halves.length > 2) return undefined;
	const [front, back] = halves.map((half, index) => bytesOf(half, index === halves.length - 1));
	if (front === undefined) return undefined;
	if (halves.length === 1) return front.length === 16 ? front : undefined;
	// The gap stands for two bytes at least.
	if (back === undefined || front.length + back.length > 14) return undefined;
	return [...front, ...Array<number>(16 - front.length - back.length).fill(0), ...back];
}

/** @param last whether the address ends with it, so that its last four bytes may be written as IPv4 */
function bytesOf(half: string, last: boolean): number[] | undefined {
	if (half === "") return [];
	const bytes: number[] = [];
	const groups = half.split(":");
	for (const [index, group] of groups.entries()) {
		const octets = last && index === groups.length - 1 ? octetsOf(group) : undefined;
		if (octets !== undefined) bytes.push(...octets);
		else if (/^[\da-f]{1,4}$/i.test(group))
			bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
		else return undefined;
	}
	return bytes;
}

const isIpv4 = (ip: IpAddress): boolean => ip.slice(0, 12).join() === "0,0,0,0,0,0,0,0,0,0,255,255";

/** 127.0.0.0/8 and ::1. */
export const isLoopback = (ip: IpAddress): boolean =>
	isIpv4(ip) ? ip[12] === 127 : ip.join() === "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1";

/** 0.0.0.0 and ::, which stand for every address of the host. */
export const isUnspecified = (ip: IpAddress): boolean =>
	ip.slice(isIpv4(ip) ? 12 : 0).every((byte) => byte === 0);

export const isIpv6 = (ip: IpAddress): boolean => !isIpv4(ip);

/**
 * Whether an address lies in the open internet, where nobody knows a cluster's own names: neither private (RFC 1918,
 * RFC 4193), nor shared as tailscale uses it (RFC 6598), nor bound to a link or a host.
 */
export function isPublic(ip: IpAddress): boolean {
	if (isLoopback(ip) || isUnspecified(ip)) return false;
	const [a = 0, b = 0] = isIpv4(ip) ? ip.slice(12) : ip;
	if (!isIpv4(ip)) return (a & 0xe0) === 0x20;
	if (a === 10 || (a === 192 && b === 168) || (a === 169 && b === 254)) return false;
	return !(a === 172 && b >> 4 === 1) && !(a === 100 && b >> 6 === 1) && a < 224;
}
