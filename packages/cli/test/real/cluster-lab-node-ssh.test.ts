import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sshAccess } from "../../src/adapters/node-access/ssh-access.ts";
import { returnNode } from "../../src/use-cases/change/return-node.ts";
import { type NodeChangeContext, turnNode } from "../../src/use-cases/change/turn-node.ts";
import { address, dropIn, type NodeTurns, openNodeTurns } from "./node-turns.ts";
import { openSshd } from "./sshd-in-node.ts";

let lab: NodeTurns;
let context: NodeChangeContext;
let folder: string;
const path = process.env.PATH;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "localdns-sshd-"));
	lab = await openNodeTurns(33);
	process.env.PATH = await openSshd(folder, ["near"], lab.shell);
	context = { ...lab.context, access: sshAccess(lab.context.cluster, { target: "{name}" }) };
});
afterAll(async () => {
	process.env.PATH = path;
	await lab?.close();
	rmSync(folder, { recursive: true });
});

const mainPid = (node: string) => lab.shell(node, "systemctl show -p MainPID --value k3s");
const turn = (node: string) => turnNode(context, { node, addresses: [address], adopt: false });

describe("a node by ssh", () => {
	it("is turned once, by a real sshd, and given back to the byte, although it is the only server", async () => {
		const node = "near";
		const files = await lab.filesOf(node);
		expect(await turn(node)).toEqual({ is: "turned" });
		expect(await lab.shell(node, `cat ${dropIn}`)).toContain(`cluster-dns=${address}`);
		const pid = await mainPid(node);
		expect(await turn(node)).toEqual({ is: "turned" });
		expect(await mainPid(node)).toBe(pid);
		expect(await returnNode(context, { node })).toEqual({ is: "returned" });
		expect(await mainPid(node)).not.toBe(pid);
		expect(await lab.filesOf(node)).toBe(files);
	});
});
