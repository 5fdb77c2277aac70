import type { ApiObject } from "@localdns/core/cluster";
import { describe, expect, it } from "vitest";
import { manualAccess } from "../../../src/adapters/node-access/manual-access.ts";
import { MemoryCluster } from "../../use-cases/change/memory-cluster.ts";

/** A cluster with one node, whose K3s notes the arguments given. */
class OneNode extends MemoryCluster {
	args: readonly string[] = ["agent"];
	override async get(path = ""): Promise<ApiObject | undefined> {
		if (path !== "/api/v1/nodes/a") return undefined;
		const annotations = { "k3s.io/node-args": JSON.stringify(this.args) };
		return { metadata: { name: "a", annotations } } as ApiObject;
	}
}
const turned = ["agent", "--kubelet-arg", "cluster-dns=169.254.20.10"];
const options = { addresses: ["169.254.20.10"], adopt: false, patienceMs: 1000 };

describe("a node by hand", () => {
	it("is told the commands, and is done as soon as K3s has noted what they write", async () => {
		const cluster = new OneNode();
		let said = "";
		const say = (text: string) => {
			said += text;
			cluster.args = turned;
		};
		const access = manualAccess(cluster, { say });
		expect(await access.turn("a", options)).toEqual({ is: "done", restarted: true, warnings: [] });
		expect(said).toContain(
			"localdns node-config apply --address 169.254.20.10 --yes && systemctl restart --no-block k3s-agent",
		);
		expect(said).toContain('\nkubelet-arg+:\n  - "cluster-dns=169.254.20.10"\nEND\n');
		said = "";
		expect(await access.turn("a", options)).toEqual({ is: "done", restarted: false, warnings: [] });
		expect(said).toBe("");
	});

	it("is told the way back", async () => {
		const cluster = new OneNode();
		cluster.args = turned;
		let said = "";
		const say = (text: string) => {
			said += text;
			cluster.args = ["agent"];
		};
		const access = manualAccess(cluster, { say });
		expect(await access.giveBack("a", { patienceMs: 1000 })).toMatchObject({ is: "done", restarted: true });
		expect(said).toContain("localdns node-config revert --yes && systemctl restart --no-block k3s-agent");
	});

	it("is told that an entry from before localdns has to go as well, and why it is still waited for", async () => {
		const cluster = new OneNode();
		cluster.args = turned;
		let said = "";
		const say = (text: string) => {
			said += text;
		};
		const access = manualAccess(cluster, { say, waitMs: 20 });
		expect(await access.giveBack("a", { patienceMs: 1000 })).toMatchObject({
			is: "unclear",
			error: {
				code: "LDNS727",
				reason: expect.stringContaining("has cluster-dns=169.254.20.10"),
				hint: "the commands on the node, then the same command again",
			},
		});
		expect(said).toContain("An entry cluster-dns=169.254.20.10 from before localdns");
	});

	it("adds no line of its own to the commands, whatever it has noted of itself", async () => {
		const cluster = new OneNode();
		const said: string[] = [];
		const say = (text: string) => {
			said.push(text);
		};
		const access = manualAccess(cluster, { say, signal: AbortSignal.abort() });
		for (const entry of ["169.254.20.10", "169.254.20.10\n  rm -rf /\u001b[2J"]) {
			cluster.args = ["agent", "--kubelet-arg", `cluster-dns=${entry}`];
			await access.giveBack("a", { patienceMs: 1000 });
		}
		const [plain, odd] = said.map((text) => text.split("\n").length);
		expect(odd).toBe(plain);
		expect(said.join("")).not.toContain("\u001b");
	});

	it("is unclear where nobody did it in time or it was given up, and refused where there is no such node", async () => {
		const settings = { say: () => {}, waitMs: 20 };
		const error = { code: "LDNS727" };
		expect(await manualAccess(new OneNode(), settings).turn("a", options)).toMatchObject({
			is: "unclear",
			error,
		});
		const stopped = { say: () => {}, signal: AbortSignal.abort() };
		expect(await manualAccess(new OneNode(), stopped).turn("a", options)).toMatchObject({
			is: "unclear",
			error,
		});
		expect(await manualAccess(new OneNode(), settings).turn("b", options)).toMatchObject({
			is: "refused",
			error,
		});
	});
});
