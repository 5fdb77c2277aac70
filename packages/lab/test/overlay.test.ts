import { expect, it } from "vitest";
import { parseLinkSpec } from "../src/link/spec.ts";
import { requireOverlayFor } from "../src/overlay.ts";

it("takes a link that blocks UDP only below an overlay, which has another way", () => {
	const blocked = parseLinkSpec("lossy,udp-limit=0");
	expect(() => requireOverlayFor(blocked, "tailscale")).not.toThrow();
	expect(() => requireOverlayFor(parseLinkSpec("policed"), undefined)).not.toThrow();
	expect(() => requireOverlayFor(blocked, undefined)).toThrow(/udp-limit=0.*--overlay tailscale/);
});
