import { describe, expect, it } from "vitest";
import {
	afterAction,
	type NodeConfigSettings,
	type NodeSnapshot,
	planNodeConfig,
} from "../../src/k3s/index.ts";
import { node, unit } from "./node.ts";

const addresses = ["169.254.20.10"];

function plan(snapshot: NodeSnapshot, settings: Partial<NodeConfigSettings> = {}) {
	const planned = planNodeConfig(snapshot, { addresses, ...settings });
	if (!planned.ok) throw planned.error;
	return planned.plan;
}

function refusal(snapshot: NodeSnapshot, settings: Partial<NodeConfigSettings> = {}) {
	const planned = planNodeConfig(snapshot, { addresses, ...settings });
	if (planned.ok) throw new Error("it was planned");
	return planned.error;
}

describe("the plan for a node", () => {
	it("is a file of its own by default, in a folder that it makes where there is none", () => {
		const { actions, inverse } = plan(node("token: x\n"));
		expect(actions.map(({ kind, path }) => [kind, path])).toEqual([
			["make-folder", "/etc/rancher/k3s/config.yaml.d"],
			["create", "/etc/rancher/k3s/config.yaml.d/zz-localdns.yaml"],
		]);
		expect(inverse.map(({ kind }) => kind)).toEqual(["remove", "remove-folder"]);
	});

	it("puts several addresses into one entry", () => {
		expect(plan(node(""), { addresses: ["169.254.20.10", "10.43.0.10"] }).entry).toBe(
			"cluster-dns=169.254.20.10,10.43.0.10",
		);
	});

	it("is nothing to do where its own file is in force", () => {
		const done = plan(node("", {})).actions.reduce(afterAction, node("", {}));
		expect(plan(done).actions).toEqual([]);
	});

	it("is nothing to do where an earlier edit in place is in force, and only if it is ours", () => {
		const text = 'kubelet-arg: ["cluster-dns=169.254.20.10"]\n';
		const ours = [{ path: "/etc/rancher/k3s/config.yaml", entry: "cluster-dns=169.254.20.10" }];
		expect(plan(node(text, undefined, { ours })).actions).toEqual([]);
		expect(refusal(node(text)).code).toBe("LDNS502");
	});

	it("is nothing to do where an entry that is taken over in place stands as localdns would write it", () => {
		const text = 'kubelet-arg: ["cluster-dns=169.254.20.10", v=2]\n';
		expect(plan(node(text), { adopt: true, placement: "in-place" }).actions).toEqual([]);
	});

	it("does not let an entry be taken over whose absence would let another be swallowed", () => {
		const text = "kubelet-arg: [bare, cluster-dns=169.254.20.10, v=2]\n";
		expect(refusal(node(text), { adopt: true, placement: "in-place" }).code).toBe("LDNS505");
	});

	it("names who would wipe it, who set it already, and who would swallow it", () => {
		const wiped = refusal(node("", { "zzz.yaml": "token: x\nkubelet-arg: [v=2]\n" }));
		expect(wiped).toMatchObject({ code: "LDNS501", message: expect.stringContaining("zzz.yaml:2:1") });
		const set = refusal(node("kubelet-arg:\n- cluster-dns=10.43.0.10\n"));
		expect(set).toMatchObject({ code: "LDNS502", message: expect.stringContaining("config.yaml:2:3") });
		expect(set.hint).not.toContain("--adopt");
		expect(refusal(node("kubelet-arg:\n- cluster-dns=169.254.20.10\n")).hint).toContain("--adopt");
		const swallowed = refusal(node("kubelet-arg: [bare]\n"));
		expect(swallowed).toMatchObject({
			code: "LDNS504",
			message: expect.stringContaining("config.yaml:1:15"),
		});
	});

	it("sees the entry that stands on the unit's command line", () => {
		const error = refusal(
			node("", undefined, { service: unit("agent --kubelet-arg=cluster-dns=169.254.20.10") }),
			{ adopt: true },
		);
		expect(error).toMatchObject({
			code: "LDNS502",
			message: expect.stringContaining("k3s-agent.service, command line"),
		});
	});

	it("does not mind an entry without = when it goes in front of it", () => {
		expect(plan(node("kubelet-arg: [bare]\n"), { placement: "in-place" }).actions).toHaveLength(1);
	});

	it.each([
		["169.254.20.10", "server", "LDNS503"],
		["fe80::1", "server", "LDNS503"],
		["10.43.0.10", "agent", "LDNS503"],
	] as const)("refuses K3s' own cluster-dns of %s on a %s", (address, role, code) => {
		expect(refusal(node(`cluster-dns: ${JSON.stringify(address)}\n`, undefined, { role })).code).toBe(code);
	});

	it("lets K3s' own cluster-dns be on a server, where it belongs", () => {
		expect(plan(node("cluster-dns: 10.43.0.10\n", undefined, { role: "server" })).actions).not.toEqual([]);
	});

	it("warns of what stops an agent, is dropped, or cannot be seen", () => {
		const snapshot = node("disable: [traefik]\nkubelet-arg: [bare, v=2, w=1]\n", undefined, {
			service: unit("agent $MORE"),
		});
		const { warnings } = plan(snapshot);
		expect(warnings).toEqual([
			expect.stringContaining("drops the kubelet-arg v "),
			expect.stringContaining("disable is for servers only"),
			expect.stringContaining("$MORE"),
		]);
	});

	it("gives the place of what cannot be read", () => {
		const broken = refusal(node("token: x\nkubelet-arg: [a\n", {}));
		expect(broken.code).toBe("LDNS508");
		expect(broken.message).toMatch(/^\/etc\/rancher\/k3s\/config\.yaml:\d+:\d+: /);
		expect(refusal(node("", { "10.yaml": "\tx: 1\n" })).message).toContain("config.yaml.d/10.yaml:1:1: ");
		expect(refusal(node("a: b\n---\nc: d\n")).code).toBe("LDNS509");
	});
});
