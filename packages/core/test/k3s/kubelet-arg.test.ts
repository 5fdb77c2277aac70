import { describe, expect, it } from "vitest";
import { readKubeletArg, setsClusterDns, swallowedBy } from "../../src/k3s/index.ts";

describe("an entry of kubelet-arg", () => {
	it.each([
		["cluster-dns=1.2.3.4", { name: "cluster-dns", how: "set", value: "1.2.3.4" }],
		["--cluster-dns=1.2.3.4", { name: "cluster-dns", how: "set", value: "1.2.3.4" }],
		["cluster-dns+=1.2.3.4", { name: "cluster-dns", how: "append", value: "1.2.3.4" }],
		["cluster-dns-=1.2.3.4", { name: "cluster-dns", how: "prepend", value: "1.2.3.4" }],
		["feature-gates=A=true", { name: "feature-gates", how: "set", value: "A=true" }],
		["max_pods=2", { name: "max-pods", how: "set", value: "2" }],
		["fail-swap-on", { name: "fail-swap-on", how: "set", value: undefined }],
		["empty=", { name: "empty", how: "set", value: "" }],
		["", { name: "", how: "set", value: undefined }],
	])("%j is read as K3s reads it", (entry, expected) => {
		expect(readKubeletArg(entry)).toEqual(expected);
	});

	it("is known to set cluster-dns in every form that tries", () => {
		for (const entry of [
			"cluster-dns=a",
			"--cluster-dns=a",
			"cluster_dns=a",
			"cluster-dns+=a",
			"cluster-dns",
			"--cluster-dns 1.2.3.4",
		])
			expect(setsClusterDns(entry), entry).toBe(true);
		for (const entry of ["cluster-dns-x=a", "cluster-domain=a", "x=cluster-dns", ""])
			expect(setsClusterDns(entry), entry).toBe(false);
	});

	it("swallows the next one when it has no =", () => {
		expect(swallowedBy(["a", "b", "c", "d=1"])).toEqual([undefined, 0, undefined, 2]);
		expect(swallowedBy(["a=1", "b"])).toEqual([undefined, undefined]);
		expect(swallowedBy([])).toEqual([]);
	});
});
