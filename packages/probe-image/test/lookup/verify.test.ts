import { parseResolvConf } from "@localdns/core/dns";
import type { VerificationPlan, VerificationQuestion } from "@localdns/core/verification";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { usualPace, verify } from "../../src/lookup/verify.ts";
import { type RunningCoreDns, startCoreDns } from "../servers/coredns.ts";

let dns: RunningCoreDns;
beforeAll(async () => {
	dns = await startCoreDns();
});
afterAll(() => dns.close());

const conf = parseResolvConf(
	"nameserver 169.254.20.10\nsearch localdns-verify.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n",
);
const pace = { ...usualPace, budgetMs: 7000, settleMs: 100 };
const question = (name: string, more: Partial<VerificationQuestion> = {}): VerificationQuestion => ({
	name,
	type: "A",
	transport: "udp",
	edns: false,
	owner: "cluster",
	...more,
});
const plan = (questions: readonly VerificationQuestion[], more: Partial<VerificationPlan> = {}) =>
	({
		kind: "VerificationPlan",
		by: "address",
		nameservers: [dns.address],
		reference: [dns.address],
		questions,
		...more,
	}) satisfies VerificationPlan;

describe("asking CoreDNS", () => {
	it("is content where the cache says what the cluster DNS says, in all ways of asking", async () => {
		const web = "web.shop.svc.cluster.local.";
		const questions = [
			question(web),
			question(web, { type: "AAAA" }),
			question(web, { transport: "tcp" }),
			question(web, { edns: true }),
			question("none.shop.svc.cluster.local.", { expected: { is: "nxdomain" } }),
			question("web.shop", { expected: { is: "data", data: ["10.43.7.7"] } }),
			question("alias.shop.svc.cluster.local.", { expected: { is: "data", data: ["10.43.7.8"] } }),
			question("big.shop.svc.cluster.local."),
		];
		expect(await verify(plan(questions), conf, pace)).toEqual({
			kind: "VerificationResult",
			asked: 8,
			same: 8,
			notComparable: 0,
			failed: 0,
			failures: [],
		});
	});

	it("reads truncated answers whole, over TCP", async () => {
		const data = Array.from({ length: 80 }, (_, i) => `10.43.8.${i + 1}`);
		const questions = [question("big.shop.svc.cluster.local.", { expected: { is: "data", data } })];
		// The reference is silent, so that only what was expected can be right.
		const result = await verify(plan(questions, { reference: [] }), conf, pace);
		expect(result).toMatchObject({ same: 1, failed: 0 });
	});

	it("finds what differs, and words it", async () => {
		const questions = [
			question("web.shop.svc.cluster.local.", { expected: { is: "data", data: ["10.43.1.1"] } }),
			question("nothing.shop", { expected: { is: "data", data: ["10.43.1.2"] } }),
		];
		const { failures } = await verify(plan(questions, { reference: [] }), conf, pace);
		expect(failures).toEqual([
			`udp A web.shop.svc.cluster.local. at ${dns.address}: expected 10.43.1.1, got 10.43.7.7`,
			`udp A nothing.shop at ${dns.address}: expected 10.43.1.2, got no such name (NXDOMAIN)`,
		]);
	});

	it("fails where nobody listens or answers, and leaves uncompared what only the cluster DNS knew", async () => {
		const questions = [question("web.shop.svc.cluster.local."), question("web.shop", { transport: "tcp" })];
		const dead = await verify(plan(questions, { nameservers: ["127.0.0.1:1"] }), conf, pace);
		expect(dead.failures).toEqual([
			"udp A web.shop.svc.cluster.local. at 127.0.0.1:1: expected 10.43.7.7, got connection refused",
			"tcp A web.shop at 127.0.0.1:1: expected 10.43.7.7, got connection refused",
		]);
		const alone = await verify(plan(questions, { reference: ["127.0.0.1:1"] }), conf, pace);
		expect(alone).toMatchObject({ same: 0, notComparable: 2, failed: 0 });
	}, 20_000);

	it("asks nothing in a pod that was given other nameservers than it should have", async () => {
		const other = plan([question("web.shop")], { by: "kubelet", nameservers: ["10.43.0.10"] });
		expect(await verify(other, conf, pace)).toMatchObject({ misdirectedTo: ["169.254.20.10"], asked: 0 });
		const right = plan([], { by: "kubelet", nameservers: ["169.254.20.10"] });
		expect(await verify(right, conf, pace)).not.toHaveProperty("misdirectedTo");
	});
});
