import { LocaldnsError } from "@localdns/core";
import type { LinkSpec } from "./link/spec.ts";

/** Networks that are real and go over the link, which is then what lies below them. */
export const overlays = ["tailscale"] as const;
export type Overlay = (typeof overlays)[number];

/**
 * Of links, only an overlay of its own outlives one that no UDP passes.
 * @throws LocaldnsError LDNS101
 */
export function requireOverlayFor({ udpLimitBitsPerSecond }: LinkSpec, overlay: Overlay | undefined): void {
	if (udpLimitBitsPerSecond !== 0 || overlay !== undefined) return;
	throw new LocaldnsError(
		"LDNS101",
		"--link: read udp-limit=0; allowed only with --overlay tailscale: the lab's own tunnel is UDP, and nothing would pass",
		{ hint: "localdns bench --lab --overlay tailscale --link lossy,udp-limit=0" },
	);
}
