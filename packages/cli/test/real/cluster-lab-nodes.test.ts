import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPods, shellPod } from "../../../lab/test/real/cluster-driver.ts";
import { returnNode } from "../../src/use-cases/change/return-node.ts";
import { turnNode } from "../../src/use-cases/change/turn-node.ts";
import { address, dropIn, type NodeTurns, openNodeTurns } from "./node-turns.ts";

let lab: NodeTurns;

const mainPid = (node: string) =>
	lab.shell(node, `systemctl show -p MainPID --value ${node === "near" ? "k3s" : "k3s-agent"}`);
/** Containers of the cluster's pods on a node, by their IDs. */
const containersOf = (node: string) =>
	lab.driven.kubectl([
		...["get", "pods", "-A", "--field-selector"],
		`spec.nodeName=${node},metadata.namespace!=localdns-node-config`,
		...["-o", "jsonpath={range .items[*]}{.metadata.name} {.status.containerStatuses[*].containerID};{end}"],
	]);
const turn = (node: string) => turnNode(lab.context, { node, addresses: [address], adopt: false });
const give = (node: string) => returnNode(lab.context, { node });
const recordOf = async (node: string) => (await lab.context.records.read()).get(node);
const statesOf = (node: string) =>
	lab.events.flatMap((event) => (event.event === "node" && event.node === node ? [event.state] : []));

beforeAll(async () => {
	lab = await openNodeTurns(31);
	await runPods(lab.driven, shellPod("there-near", "near"), shellPod("there-far", "far"));
});
afterAll(() => lab?.close());

describe.each(["far", "near"])("node %s", (node) => {
	it("is turned once, and given back to the byte, while its pods go on", async () => {
		const [files, containers] = [await lab.filesOf(node), await containersOf(node)];
		expect(await turn(node)).toEqual({ is: "turned" });
		expect(statesOf(node)).toEqual(["turning", "back", "verified", "turned"]);
		expect(await lab.shell(node, `cat ${dropIn}`)).toContain(`cluster-dns=${address}`);
		const [pid, record] = [await mainPid(node), await recordOf(node)];
		expect(record).toMatchObject({ state: "turned", addresses: [address] });

		expect(await turn(node)).toEqual({ is: "turned" });
		expect(await mainPid(node)).toBe(pid);
		expect(await recordOf(node)).toEqual(record);

		expect(await give(node)).toEqual({ is: "returned" });
		expect(await mainPid(node)).not.toBe(pid);
		expect(await lab.stateOf(node)).toBe("returned");
		expect(await lab.filesOf(node)).toBe(files);
		expect(await containersOf(node)).toBe(containers);
	});
});

describe("afterwards", () => {
	it("leaves neither namespace, and no Job", async () => {
		await lab.context.access.close();
		await lab.context.verification.close();
		const namespaces = await lab.driven.kubectl(["get", "namespaces", "-o", "name"]);
		expect(namespaces).not.toContain("localdns-");
	});
});
