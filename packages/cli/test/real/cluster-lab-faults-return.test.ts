import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FaultLab, openFaultLab } from "./fault-lab.ts";

let lab: FaultLab;
const lease = "node-local-dns-lock";
const cached = "169.254.20.10";

beforeAll(async () => {
	lab = await openFaultLab(41);
	await lab.putCache();
	await lab.turnByHand("far");
	await lab.turnByHand("near");
}, 120_000);
afterAll(() => lab?.close());

/** What an operation makes for itself, and must not leave. */
const leftovers = async () => [
	...(await lab.names("namespaces")).filter((name) => name.includes("localdns-")),
	...(await lab.names("-n", "kube-system", "leases", lease)),
];

describe("giving nodes back, when something goes wrong", () => {
	it("leaves a node turned whose K3s does not start with its former files, and says so with 4", async () => {
		const unit = "/etc/systemd/system/k3s-agent.service";
		const only = "[ -e /etc/rancher/k3s/config.yaml.d/zz-localdns.yaml ] || exit 1";
		await lab.shell(
			"far",
			`cp ${unit} /etc/unit && program=$(sed -n 's/^ExecStart=\\([^ ]*\\).*/\\1/p' ${unit}) && mkdir /etc/wrapped &&
			printf '#!/bin/sh\\n${only}\\nexec %s "$@"\\n' "$program" >/etc/wrapped/k3s && chmod +x /etc/wrapped/k3s && sed -i "s|^ExecStart=[^ ]*|ExecStart=/etc/wrapped/k3s|" ${unit}`,
		);
		const { code, stdout, stderr } = await lab.run("rollback", "--node", "far", "--yes", "--timeout", "10s");
		expect(code, stderr).toBe(4);
		expect(stdout).toContain("far: could not be given back, and hands out the cache as before");
		expect(stdout).toContain("LDNS720");
		expect(await lab.namedOn("far")).toBe(cached);
		expect(await lab.withoutDns("near", "far")).toEqual([]);
		expect(await leftovers()).toEqual([]);
		await lab.shell("far", `cp /etc/unit ${unit} && rm -r /etc/wrapped /etc/unit`);
	});

	it("lets one run at a time, and one behind a link that is gone for 10 s, on a cordoned node, come to its end", async () => {
		await lab.kubectl("cordon", "far");
		const first = lab.start("rollback", "--node", "far", "--yes");
		await first.says("node far: returning");
		const second = await lab.run("rollback", "--node", "near", "--yes");
		expect(second.code, second.stderr).toBe(3);
		expect(second.stderr).toMatch(/LDNS704: rollback by .* is changing this cluster/);
		await lab.cluster.order({ do: "black-out", forMs: 10_000 });
		const { code, stderr } = await first.ended;
		expect(code, stderr).toBe(0);
		await lab.kubectl("uncordon", "far");
		expect([await lab.namedOn("far"), await lab.namedOn("near")]).toEqual(["", cached]);
		expect(await lab.withoutDns("near", "far")).toEqual([]);
		expect(await leftovers()).toEqual([]);
	});

	it("ends with 5 when somebody took its lock, having finished the node in hand", async () => {
		await lab.turnByHand("far");
		const running = lab.start("rollback", "--yes");
		await running.says("node far: returning");
		const theft = JSON.stringify({ spec: { holderIdentity: "somebody else" } });
		await lab.kubectl("-n", "kube-system", "patch", "lease", lease, "--type=merge", "--patch", theft);
		const { code, stderr } = await running.ended;
		expect(code, stderr).toBe(5);
		expect(stderr).toContain("LDNS705: the lock went to somebody else");
		expect([await lab.namedOn("far"), await lab.namedOn("near")]).toEqual(["", cached]);
		expect(await lab.withoutDns("near", "far")).toEqual([]);
		await lab.kubectl("-n", "kube-system", "delete", "lease", lease);
	});

	it("refuses where a node does not report, keeps the cache for it, and gives the others back when told to", async () => {
		await lab.turnByHand("far");
		await lab.stopFar();
		for (const command of ["rollback", "uninstall"]) {
			const { code, stderr } = await lab.run(command, "--yes");
			expect(code, stderr).toBe(1);
			expect(stderr).toMatch(/LDNS741: far: hands out the cache, and cannot be given back\ncause: not Ready/);
		}
		expect(await lab.namedOn("near")).toBe(cached);
		const { code, stderr } = await lab.run("uninstall", "--skip-unready-nodes", "--yes");
		expect(code, stderr).toBe(1);
		expect([await lab.namedOn("far"), await lab.namedOn("near")]).toEqual([cached, ""]);
		await lab.startFar();
		expect(await lab.withoutDns("near", "far")).toEqual([]);
		expect(await leftovers()).toEqual([]);
	});

	it("ends the node in hand after Ctrl-C, and nothing else", async () => {
		await lab.turnByHand("near");
		const running = lab.start("uninstall", "--yes");
		await running.says("node far: returning");
		running.child.kill("SIGINT");
		const { code, stderr } = await running.ended;
		expect(code, stderr).toBe(130);
		expect([await lab.namedOn("far"), await lab.namedOn("near")]).toEqual(["", cached]);
		expect(await lab.withoutDns("near", "far")).toEqual([]);
		expect(await leftovers()).toEqual([]);
	});
});
