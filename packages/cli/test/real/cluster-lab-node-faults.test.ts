import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../../lab/test/real/cluster-driver.ts";
import { returnNode } from "../../src/use-cases/change/return-node.ts";
import { turnNode } from "../../src/use-cases/change/turn-node.ts";
import { address, dropIn, dropIns, type NodeTurns, openNodeTurns } from "./node-turns.ts";

let lab: NodeTurns;
const turn = (node: string) => turnNode(lab.context, { node, addresses: [address], adopt: false });
const give = (node: string) => returnNode(lab.context, { node });

beforeAll(async () => {
	lab = await openNodeTurns(32);
});
afterAll(() => lab?.close());

describe("faults on an agent", () => {
	it("refuses before it writes, where a later file would replace the entry", async () => {
		await lab.shell("far", `mkdir -p ${dropIns} && echo 'kubelet-arg: [v=2]' >${dropIns}/zzz.yaml`);
		const files = await lab.filesOf("far");
		expect(await turn("far")).toMatchObject({ is: "refused", error: { code: "LDNS501" } });
		expect(await lab.filesOf("far")).toBe(files);
		await lab.shell("far", `rm ${dropIns}/zzz.yaml && rmdir ${dropIns}`);
	});

	it("puts a K3s that does not start with the entry back by itself, behind a link that is gone meanwhile", async () => {
		const unit = "/etc/systemd/system/k3s-agent.service";
		const wrapper = `#!/bin/sh\n[ ! -e ${dropIn} ] || exit 1\nexec PROGRAM "$@"`;
		await lab.shell(
			"far",
			`cp ${unit} /etc/unit && program=$(sed -n 's/^ExecStart=\\([^ ]*\\).*/\\1/p' ${unit}) && mkdir /etc/wrapped &&
			echo '${wrapper}' | sed "s|PROGRAM|$program|" >/etc/wrapped/k3s && chmod +x /etc/wrapped/k3s && sed -i "s|^ExecStart=[^ ]*|ExecStart=/etc/wrapped/k3s|" ${unit}`,
		);
		const files = await lab.filesOf("far");
		const turning = turn("far");
		await lab.jobRuns();
		await lab.driven.order({ do: "black-out", forMs: 15_000 });
		expect(await turning).toMatchObject({ is: "undone", error: { code: "LDNS720" } });
		expect(await lab.filesOf("far")).toBe(files);
		expect(await lab.stateOf("far")).toBe("returned");
		await lab.shell(
			"far",
			`cp /etc/unit ${unit} && rm -r /etc/wrapped /etc/unit && systemctl restart k3s-agent`,
		);
	});

	it("says that a node is unclear where K3s does not start with the former files either", async () => {
		await lab.shell(
			"far",
			`mkdir -p ${dropIns} && echo 'kubelet-arg+: [nonsense=1]' >${dropIns}/10-bad.yaml`,
		);
		const files = await lab.filesOf("far");
		const short = { ...lab.context, timeoutMs: 4000 };
		const turned = await turnNode(short, { node: "far", addresses: [address], adopt: false });
		expect(turned).toMatchObject({ is: "unclear" });
		expect(await lab.filesOf("far")).toBe(files);
		expect(await lab.stateOf("far")).toBe("turning");
		await lab.shell("far", `rm ${dropIns}/10-bad.yaml && rmdir ${dropIns}`);
		await eventually(
			() => lab.shell("far", "systemctl is-active k3s-agent").catch(() => ""),
			(state) => state !== "",
		);
	});

	it("comes to an end though the Job's pod is deleted in the midst", async () => {
		const turning = turn("far");
		const pod = await lab.jobRuns();
		await lab.driven.kubectl(["-n", "localdns-node-config", "delete", "pod", pod, "--wait=false"]);
		const ended = await turning;
		// Told to end, the pod puts back what it has begun; one that ends before it has heard has a successor, which goes on.
		if (ended.is !== "turned") {
			expect(ended).toMatchObject({ is: "undone", error: { code: "LDNS725" } });
			expect(await turn("far")).toEqual({ is: "turned" });
		}
		expect(await give("far")).toEqual({ is: "returned" });
	});
});
