import { type Carried, echoPort } from "./relay-protocol.ts";

/** Bytes that IPv4 (20), UDP (8) and WireGuard (32) put around an inner packet. */
const tunnelOverheadBytes = 60;
const udp = 17;

/** What the packet weighs on the wire between the tunnel ends. */
export const outerBytes = (packet: Buffer, carries: Carried): number =>
	packet.length + (carries === "tunnelled" ? tunnelOverheadBytes : 0);

/** True for IPv4 UDP. */
export const isUdp = (packet: Buffer): boolean => (packet[0] ?? 0) >> 4 === 4 && packet[9] === udp;

/** True for IPv4 UDP from or to the echo port. */
export function isEcho(packet: Buffer): boolean {
	const first = packet[0] ?? 0;
	const headerBytes = (first & 0x0f) * 4;
	if (!isUdp(packet) || packet.length < headerBytes + 4) return false;
	return packet.readUInt16BE(headerBytes) === echoPort || packet.readUInt16BE(headerBytes + 2) === echoPort;
}
