import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { LinkReport } from "@localdns/core/report";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabOptions, type LinkProof, parseLinkSpec } from "../../src/index.ts";
import { cleanLab, type DrivenLab, openDrivenLab, requireLabHost } from "./lab-driver.ts";

beforeAll(requireLabHost);

const overTailscale = (linkText: string): LabOptions => ({
	...cleanLab,
	overlay: "tailscale",
	link: parseLinkSpec(linkText),
	linkText,
	durationMs: 20_000,
});
/** Asks one question after the other, each given a second. */
const askMany = (lab: DrivenLab, place: string) =>
	lab.run(
		place,
		...["sh", "-c"],
		"for i in $(seq 50); do dig +tries=1 +time=1 +short cart.default.svc.cluster.local. >/dev/null & sleep 0.02; done; wait",
	);
const carriedBy = ({ overlay }: LinkReport, way: string): number =>
	overlay?.carried.find(({ by }) => by === way)?.packets ?? Number.NaN;

/** What a tailscaled would write on a machine. */
const filesOfTheMachine = () => ({
	resolvConf: readFileSync("/etc/resolv.conf", "utf8"),
	state: existsSync("/var/lib/tailscale") ? readdirSync("/var/lib/tailscale") : undefined,
});

/** The link is not slower than asked for because this machine is: it may be asked again. */
async function proofOf(lab: DrivenLab): Promise<LinkProof> {
	const prove = () => lab.order<LinkProof>({ do: "prove", forMs: 2000 });
	let proof = await prove();
	for (let tries = 0; tries < 3 && proof.reason.startsWith("the median round trip"); tries += 1)
		proof = await prove();
	return proof;
}

/** Waits for as long as a slow machine needs. @returns the last report */
async function reportOnce(lab: DrivenLab, fits: (report: LinkReport) => boolean): Promise<LinkReport> {
	for (let tries = 0; ; tries += 1) {
		await askMany(lab, "pod/direct");
		const report = await lab.order<LinkReport>({ do: "report" });
		if (fits(report) || tries === 15) return report;
	}
}

describe("a lab over a real tailnet", () => {
	let lab: DrivenLab;
	const before = filesOfTheMachine();
	beforeAll(async () => {
		lab = await openDrivenLab({
			...overTailscale("rtt=60ms,loss=5%"),
			blackouts: [{ startMs: 0, durationMs: 500 }],
		});
	}, 90_000);
	afterAll(async () => {
		await lab?.close();
	});

	it.each(["direct", "cached"])("answers the pod of arm %s, over UDP and TCP", async (arm) => {
		const dig = ["dig", "+tries=5", "+time=1", "+short", "+search"];
		expect(await lab.run(`pod/${arm}`, ...dig, "cart")).toMatch(/^10\.43\.61\.7$/m);
		expect(await lab.run(`pod/${arm}`, ...dig, "+tcp", "api-0.example.com")).toMatch(/^192\.0\.2\.1$/m);
	});

	it("has tailscale's interface and flannel's over it, and leaves the machine's own files alone", async () => {
		const links = await lab.run("far", "ip", "-o", "link");
		expect(links).toMatch(/tailscale0:.* mtu 1280 /);
		expect(links).toMatch(/flannel\.1:.* mtu 1230 /);
		expect(await lab.run("far", "ip", "-o", "-4", "addr", "show", "dev", "tailscale0")).toContain(
			"100.64.0.2/32",
		);
		expect(filesOfTheMachine()).toEqual(before);
	});

	it("proves the link below it", async () => {
		expect(await proofOf(lab)).toMatchObject({ sent: 400, inForce: true });
	});

	it("says that packets went the direct way, and by DERP from the moment that UDP was blocked", async () => {
		await lab.order({ do: "start", inMs: 0 });
		const direct = await reportOnce(lab, (report) => carriedBy(report, "direct") > 50);
		expect(direct.overlay).toMatchObject({
			name: "tailscale",
			version: "1.102.5",
			path: [{ atMs: 0, by: "direct" }],
		});
		expect(carriedBy(direct, "direct")).toBeGreaterThan(50);
		// Where its own pings are lost, tailscale goes by both ways until one is answered.
		expect(carriedBy(direct, "derp")).toBeLessThanOrEqual(carriedBy(direct, "direct"));
		expect(direct.measured.toNear.lost.blackout).toBeGreaterThan(0);

		await lab.order({ do: "link", spec: parseLinkSpec("rtt=60ms,udp-limit=0") });
		const later = await reportOnce(lab, (report) => carriedBy(report, "derp") > 50);
		const [first, second] = later.overlay?.path ?? [];
		expect(first).toEqual({ atMs: 0, by: "direct" });
		expect(second).toMatchObject({ by: "derp", region: "lab" });
		expect(second?.atMs).toBeGreaterThan(0);
		expect(carriedBy(later, "derp")).toBeGreaterThan(50);
		expect(later.measured.toNear.lost.policed).toBeGreaterThan(0);
	}, 90_000);
});

it("has a tailnet that never knew another way than DERP where the link lets no UDP pass", async () => {
	const lab = await openDrivenLab(overTailscale("rtt=60ms,loss=5%,udp-limit=0"));
	await lab.order({ do: "start", inMs: 0 });
	// The echo passes all the same, or the rest of the link could not be proved.
	expect(await proofOf(lab)).toMatchObject({ sent: 400, inForce: true });
	const report = await reportOnce(lab, (each) => carriedBy(each, "derp") > 20);
	expect(report.overlay?.path).toEqual([{ atMs: 0, by: "derp", region: "lab" }]);
	expect(carriedBy(report, "derp")).toBeGreaterThan(20);
	expect(carriedBy(report, "direct")).toBe(0);
	expect((await lab.close()).code).toBe(0);
}, 90_000);
