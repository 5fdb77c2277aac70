import type { Truth } from "@localdns/core/measure";
import type { LinkReport } from "@localdns/core/report";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabOptions, type LinkProof, parseLinkSpec } from "../../src/index.ts";
import { type DrivenLab, openDrivenLab, requireLabHost, smallCorefile, twoArms } from "./lab-driver.ts";

beforeAll(requireLabHost);

const dig = (lab: DrivenLab, place: string, ...argv: string[]) =>
	lab.run(place, "dig", "+tries=1", "+time=2", ...argv);

const clean: LabOptions = {
	arms: [...twoArms, { arm: "new", engine: "coredns-1.15.0", corefile: smallCorefile }],
	link: parseLinkSpec("rtt=20ms"),
	linkText: "rtt=20ms",
	blackouts: [],
	seed: 7,
	durationMs: 6000,
};

describe("a lab on a clean link", () => {
	let lab: DrivenLab;
	beforeAll(async () => {
		lab = await openDrivenLab(clean);
	});
	afterAll(async () => {
		await lab.close();
	});

	it.each(["direct", "cached", "new"])("answers the pod of arm %s through its search list", async (arm) => {
		expect(await dig(lab, `pod/${arm}`, "+short", "+search", "cart")).toBe("10.43.61.7\n");
		expect(await dig(lab, `pod/${arm}`, "+short", "+search", "orders.shop")).toBe("10.43.7.118\n");
		expect(await dig(lab, `pod/${arm}`, "+short", "+search", "api-0.example.com")).toBe("192.0.2.1\n");
		expect(await dig(lab, `pod/${arm}`, "+short", "+tcp", "users.shop.svc.cluster.local.")).toBe(
			"10.43.226.64\n",
		);
	});

	it("says NODATA for AAAA and NXDOMAIN for what is not there, each with the cluster's SOA", async () => {
		const nodata = await dig(lab, "pod/direct", "cart.default.svc.cluster.local.", "AAAA");
		expect(nodata).toContain("status: NOERROR");
		expect(nodata).toContain("ANSWER: 0");
		expect(nodata).toMatch(/cluster\.local\.\s+5\s+IN\s+SOA\s+ns\.dns\.cluster\.local\./);
		const none = await dig(lab, "pod/direct", "nothing.default.svc.cluster.local.");
		expect(none).toContain("status: NXDOMAIN");
		expect(await dig(lab, "pod/direct", "nothing.example.com.")).toContain("status: NXDOMAIN");
	});

	it("gives each pod its own resolv.conf and leaves the machine's as it is", async () => {
		const search = "search default.svc.cluster.local svc.cluster.local cluster.local";
		expect(await lab.run("pod/direct", "cat", "/etc/resolv.conf")).toBe(
			`${search}\nnameserver 10.43.0.10\noptions ndots:5\n`,
		);
		expect(await lab.run("pod/cached", "cat", "/etc/resolv.conf")).toBe(
			`${search}\nnameserver 169.254.20.10\noptions ndots:5\n`,
		);
		expect(await lab.run("near", "cat", "/etc/resolv.conf")).not.toContain("svc.cluster.local");
	});

	it("has no way out of any of its namespaces", async () => {
		for (const place of ["near", "far", "node/direct", "pod/direct"]) {
			expect(await lab.run(place, "ip", "route", "get", "8.8.8.8")).toMatch(
				place === "near" || place === "far" ? /unreachable/ : /100\.64\.0\.2|10\.42\./,
			);
			const links = await lab.run(place, "ip", "-o", "link");
			expect(links).not.toMatch(/\b(docker|ens|enp|wlan)\d/);
		}
	});

	it("carries small echo packets both ways in the time asked for, all of them", async () => {
		const proof = await lab.order<LinkProof>({ do: "prove", forMs: 1000 });
		expect(proof).toMatchObject({ sent: 200, lost: 0, inForce: true });
		expect(proof.rttMs.p50).toBeGreaterThan(20);
		expect(proof.rttMs.p50).toBeLessThan(25);
	});

	it("changes Services at planned instants, and the cluster DNS serves it", async () => {
		await lab.order({ do: "start", inMs: 0 });
		await new Promise((resolve) => setTimeout(resolve, 5500));
		const { truth, changes } = await lab.order<{ truth: Truth; changes: { atMs: number; text: string }[] }>({
			do: "truth",
		});
		expect(changes).toHaveLength(6);
		const changed = Object.entries(truth).filter(([, states]) => states.length === 2);
		expect(changed).toHaveLength(6);
		for (const [name, states] of changed) {
			const answer = await dig(lab, "near", "+short", "@10.42.0.2", name);
			expect(`${name} ${answer.trim()}`).toBe(`${name} ${states[1]?.addresses.join() ?? ""}`);
		}
	});
});

it("loses what was asked for, counts it, and cuts the link for a blackout", async () => {
	const lab = await openDrivenLab({
		arms: twoArms,
		link: parseLinkSpec("lossy"),
		linkText: "lossy",
		blackouts: [{ startMs: 500, durationMs: 1000 }],
		seed: 7,
		durationMs: 2000,
	});
	const proof = await lab.order<LinkProof>({ do: "prove", forMs: 3000 });
	expect(proof.reason).toContain("as the relay counted");
	expect(proof.inForce).toBe(true);
	expect(proof.lost).toBeGreaterThan(20);
	expect(proof.lost).toBeLessThan(100);
	expect(proof.rttMs.p50).toBeGreaterThan(42);
	expect(proof.rttMs.p50).toBeLessThan(49);

	await lab.order({ do: "start", inMs: 0 });
	// 100 questions, one every 20 ms, each given 0.3 s: those of the blackout get nothing.
	const many =
		"for i in $(seq 100); do dig +tries=1 +time=1 +short cart.default.svc.cluster.local. >/dev/null & sleep 0.02; done; wait";
	await lab.run("pod/direct", "sh", "-c", many);
	const report = await lab.order<LinkReport>({ do: "report" });
	expect(report.spec).toBe("lossy (rtt=43ms,jitter=3ms,loss=5%)");
	expect(report.measured.toNear.lost.blackout).toBeGreaterThan(15);
	expect(report.measured.toNear.lost.blackout).toBeLessThan(80);
	expect(report.measured.toFar.packets).toBeLessThan(
		report.measured.toNear.packets - report.measured.toNear.lost.blackout + 1,
	);
	expect((await lab.close()).code).toBe(0);
});
