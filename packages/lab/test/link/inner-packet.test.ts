import { expect, it } from "vitest";
import { isEcho, isUdp, outerBytes } from "../../src/link/inner-packet.ts";

function udpPacket(source: number, destination: number, headerBytes = 20): Buffer {
	const packet = Buffer.alloc(headerBytes + 8 + 4);
	packet[0] = 0x40 | (headerBytes / 4);
	packet[9] = 17;
	packet.writeUInt16BE(source, headerBytes);
	packet.writeUInt16BE(destination, headerBytes + 2);
	return packet;
}

it("knows the echo by its port, in both directions and behind IP options", () => {
	expect(isEcho(udpPacket(40_000, 7))).toBe(true);
	expect(isEcho(udpPacket(7, 40_000))).toBe(true);
	expect(isEcho(udpPacket(40_000, 7, 24))).toBe(true);
});

it("takes neither DNS, nor TCP, nor scraps for it", () => {
	const tcp = udpPacket(40_000, 7);
	tcp[9] = 6;
	expect([udpPacket(40_000, 53), tcp, Buffer.alloc(0), udpPacket(7, 7).subarray(0, 20)].map(isEcho)).toEqual([
		false,
		false,
		false,
		false,
	]);
});

it("tells UDP from TCP, and from scraps", () => {
	const tcp = udpPacket(40_000, 53);
	tcp[9] = 6;
	expect([udpPacket(40_000, 53), tcp, Buffer.alloc(0)].map(isUdp)).toEqual([true, false, false]);
});

it("counts what the tunnel puts around a packet, where there is not a real one", () => {
	expect(outerBytes(Buffer.alloc(100), "tunnelled")).toBe(160);
	expect(outerBytes(Buffer.alloc(100), "bare")).toBe(100);
});
