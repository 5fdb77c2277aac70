import { describe, expect, it } from "vitest";
import { type Answer, judge, type VerificationQuestion } from "../../src/verification/index.ts";

const web: VerificationQuestion = {
	name: "web.shop.svc.cluster.local.",
	type: "A",
	transport: "udp",
	edns: false,
	owner: "cluster",
};
const data = (...addresses: string[]): Answer => ({ is: "data", data: addresses });
const silence: Answer = { is: "none", why: "no answer to 5 tries" };
const servfail: Answer = { is: "rcode", rcode: "SERVFAIL" };
const heard = (subject: Answer, ...reference: Answer[]) => ({
	nameserver: "169.254.20.10",
	subject,
	reference,
});

describe("judging one question", () => {
	it("takes the same addresses in another order and case for the same", () => {
		expect(judge(web, heard(data("fd00::A", "fd00::b"), data("FD00::B", "fd00::a")))).toEqual({ is: "same" });
	});

	it("takes an answer that the cluster DNS gave before or after", () => {
		const reference = [data("10.42.0.5"), data("10.42.0.6")];
		expect(judge(web, heard(data("10.42.0.6"), ...reference)).is).toBe("same");
		expect(judge(web, heard(data("10.42.0.5"), ...reference)).is).toBe("same");
		expect(judge(web, heard(data("10.42.0.7"), ...reference)).is).toBe("failure");
	});

	it("words a failure with question, server, what was expected and what came", () => {
		expect(judge(web, heard({ is: "nxdomain" }, data("10.43.7.7"), data("10.43.7.8")))).toEqual({
			is: "failure",
			text: "udp A web.shop.svc.cluster.local. at 169.254.20.10: expected 10.43.7.7 or 10.43.7.8, got no such name (NXDOMAIN)",
		});
		const tcp = { ...web, transport: "tcp", edns: true } as const;
		expect(judge(tcp, heard(silence, data("10.43.7.7")))).toMatchObject({
			text: "tcp+edns A web.shop.svc.cluster.local. at 169.254.20.10: expected 10.43.7.7, got no answer to 5 tries",
		});
	});

	it.each([silence, servfail])("says nothing where the cluster DNS knows nothing ($is)", (unknown) => {
		for (const subject of [silence, servfail, data("10.43.7.7")])
			expect(judge(web, heard(subject, unknown, unknown))).toEqual({ is: "not-comparable" });
	});

	it("goes by the Service itself where the cluster DNS is silent", () => {
		const known = { ...web, expected: data("10.43.7.7") };
		expect(judge(known, heard(data("10.43.7.7"), silence)).is).toBe("same");
		expect(judge(known, heard(silence, silence)).is).toBe("failure");
		expect(judge(known, heard({ is: "nodata" }, silence))).toMatchObject({
			text: expect.stringContaining("expected 10.43.7.7, got no record of this type"),
		});
	});

	it("tells a name without a record from a name that does not exist", () => {
		expect(judge(web, heard({ is: "nodata" }, { is: "nxdomain" })).is).toBe("failure");
	});

	it("compares of external names whether they resolve, and not to what", () => {
		const external = { ...web, name: "example.com.", owner: "external" } as const;
		expect(judge(external, heard(data("192.0.2.1"), data("192.0.2.2"))).is).toBe("same");
		expect(judge(external, heard(servfail, data("192.0.2.2"))).is).toBe("failure");
		expect(judge(external, heard({ is: "nxdomain" }, data("192.0.2.2"))).is).toBe("failure");
		expect(judge(external, heard(data("192.0.2.1"), { is: "nxdomain" })).is).toBe("failure");
		expect(judge(external, heard(silence, silence)).is).toBe("not-comparable");
	});
});
