import { expect, it } from "vitest";
import { nodeConfigAnnotations } from "../../../src/cluster/k3s/node-annotations.ts";

it("hashes as K3s' own test has it (pkg/nodeconfig/nodeconfig_test.go)", () => {
	const env = { K3S_NODE_NAME: "fakeNode-with-annotation", HOME: "/" };
	expect(nodeConfigAnnotations(["server", "--flannel-backend=none"], env)).toEqual({
		"k3s.io/node-args": '["server","--flannel-backend","none"]',
		"k3s.io/node-env": '{"K3S_NODE_NAME":"fakeNode-with-annotation"}',
		"k3s.io/node-config-hash": "5E6GSWFRVCOEB3BFFVXKWVD7IQEVJFJAALHPOTCLV7SL33N6SIYA====",
	});
});

it("splits at the first equal sign, only behind dashes, and masks secrets", () => {
	const words = [
		"agent",
		"--kubelet-arg=cluster-dns=169.254.20.10",
		"-t",
		"secret",
		"--vpn-auth=name=x",
		"a=b",
	];
	const annotations = nodeConfigAnnotations(words, { K3S_TOKEN: "secret", K3S_URL: "https://x" });
	expect(JSON.parse(annotations["k3s.io/node-args"] ?? "")).toEqual([
		...["agent", "--kubelet-arg", "cluster-dns=169.254.20.10", "-t", "********"],
		...["--vpn-auth", "********", "a=b"],
	]);
	expect(annotations["k3s.io/node-env"]).toBe('{"K3S_TOKEN":"********","K3S_URL":"https://x"}');
});
