import { describe, expect, it } from "vitest";
import { pathOf } from "../../src/cluster/index.ts";

/** As tailscaled 1.102.5 answers. */
const direct = {
	IP: "100.64.0.1",
	NodeIP: "100.64.0.1",
	NodeName: "near",
	Err: "",
	LatencySeconds: 0.000_411_2,
	Endpoint: "198.18.0.2:41641",
	DERPRegionID: 0,
	DERPRegionCode: "",
};
const byDerp = { ...direct, Endpoint: "", LatencySeconds: 0.18, DERPRegionID: 900, DERPRegionCode: "lab" };
const byPeer = { ...direct, Endpoint: "", PeerRelay: "198.18.0.2:7777:vni:1" };
const unknownPeer = { IP: "100.64.0.9", Err: "no matching peer", LatencySeconds: 0, DERPRegionID: 0 };

describe("the way that a series of pings went", () => {
	it("is direct, by a peer relay or by DERP, as the last answer came", () => {
		expect(pathOf("near", [byDerp, direct]).route).toEqual({ by: "direct" });
		expect(pathOf("near", [direct, byPeer]).route).toEqual({ by: "peer-relay" });
		expect(pathOf("near", [direct, byDerp]).route).toEqual({ by: "derp", region: "lab" });
		expect(pathOf("near", [direct, undefined]).route).toEqual({ by: "direct" });
	});

	it("counts what was lost, and gives the median of what was not", () => {
		const answers = [0.3, 0.1, undefined, 0.2].map((seconds) =>
			seconds === undefined ? undefined : { ...direct, LatencySeconds: seconds },
		);
		expect(pathOf("near", answers)).toEqual({
			to: "near",
			route: { by: "direct" },
			sent: 4,
			lost: 1,
			medianMs: 200,
		});
	});

	it("is none where nothing came back, with tailscaled's own reason where it has one", () => {
		expect(pathOf("near", [undefined, undefined])).toEqual({
			to: "near",
			route: { by: "nothing", because: "no ping was answered" },
			sent: 2,
			lost: 2,
		});
		expect(pathOf("far", [unknownPeer]).route).toEqual({ by: "nothing", because: "no matching peer" });
		expect(pathOf("far", []).route.by).toBe("nothing");
	});

	it("is read from anything that JSON can be", () => {
		for (const odd of [null, 7, "x", [], {}, { LatencySeconds: "1" }, { LatencySeconds: 1 }])
			expect(pathOf("near", [odd]).route.by, JSON.stringify(odd)).toBe("nothing");
	});
});
