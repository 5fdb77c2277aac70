import { expect, it } from "vitest";
import { overlayWords } from "../../src/report/overlay-words.ts";

it("says which way the packets went, when another came, and what went each way", () => {
	expect(
		overlayWords({
			name: "tailscale",
			version: "1.102.5",
			path: [
				{ atMs: 0, by: "direct" },
				{ atMs: 21_400, by: "derp", region: "lab" },
			],
			carried: [
				{ by: "direct", packets: 4123, bytes: 500_000 },
				{ by: "peer-relay", packets: 0, bytes: 0 },
				{ by: "derp", packets: 87, bytes: 9000 },
			],
		}),
	).toBe("over tailscale 1.102.5: direct, derp lab from 21 s on (packets: 4,123 direct, 87 derp)");
});

it("says so where it does not know", () => {
	expect(overlayWords({ name: "tailscale", version: "1.102.5", path: [], carried: [] })).toBe(
		"over tailscale 1.102.5: the way is not known",
	);
});
