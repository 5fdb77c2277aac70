import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeRoot } from "../../src/node-files/root.ts";
import { giveBackHere, type NodeContext, turnHere } from "../../src/node-program/change-node.ts";
import type { NodeHost } from "../../src/node-program/node-host.ts";

let folder: string;
const config = () => join(folder, "etc/rancher/k3s");
const files = () =>
	(
		readdirSync(config(), { recursive: true, withFileTypes: true }) as {
			name: string;
			parentPath: string;
			isFile(): boolean;
		}[]
	)
		.filter((entry) => entry.isFile())
		.map(
			({ name, parentPath }) =>
				`${parentPath.slice(config().length)}/${name}: ${readFileSync(join(parentPath, name), "utf8")}`,
		)
		.toSorted();

/** A host whose K3s comes up or not, by what its configuration says when it is restarted. */
class FakeHost implements NodeHost {
	pid = 100;
	/** Later than the files, whose times have fractions. */
	started = Date.now() + 5;
	restarts = 0;
	isWell = true;
	/** @returns whether K3s starts */
	starts: () => boolean = () => true;
	onLook: () => void = () => {};
	async unit() {
		this.onLook();
		return { active: this.isWell, mainPid: this.pid };
	}
	async restart() {
		this.restarts += 1;
		this.pid += 1;
		this.started = Date.now() + 5;
		this.isWell = this.starts();
	}
	async kubeletIsWell() {
		return this.isWell;
	}
	async startedAt() {
		return this.started;
	}
}

let host: FakeHost;
let stop: AbortController;
const context = (): NodeContext => ({ root: nodeRoot(folder), host, signal: stop.signal, everyMs: 1 });
const options = { addresses: ["169.254.20.10"], adopt: false, patienceMs: 100 };
const hasEntry = () => files().some((file) => file.includes("cluster-dns="));
const unitFile = () => join(folder, "etc/systemd/system/k3s-agent.service");

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "localdns-node-program-"));
	mkdirSync(config(), { recursive: true });
	mkdirSync(join(folder, "etc/systemd/system"), { recursive: true });
	writeFileSync(join(config(), "config.yaml"), "node-label: [a=b]\n");
	writeFileSync(unitFile(), "[Service]\nExecStart=/usr/local/bin/k3s agent\n");
	host = new FakeHost();
	stop = new AbortController();
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the turn of a node on the node", () => {
	it("writes, restarts once, and does neither again", async () => {
		expect(await turnHere(context(), options)).toMatchObject({ is: "done", restarted: true });
		expect(hasEntry()).toBe(true);
		expect(await turnHere(context(), options)).toMatchObject({ is: "done", restarted: false });
		expect(host.restarts).toBe(1);
	});

	it("restarts a K3s that is older than the entry, as a killed run leaves it", async () => {
		await turnHere(context(), options);
		host.started = Date.now() - 60_000;
		expect(await turnHere(context(), options)).toMatchObject({ is: "done", restarted: true });
		expect(host.restarts).toBe(2);
	});

	it("puts the former bytes back where K3s does not come up, and restarts again", async () => {
		const before = files();
		host.starts = () => !hasEntry();
		expect(await turnHere(context(), options)).toMatchObject({ is: "undone", error: { code: "LDNS720" } });
		expect(files()).toEqual(before);
		expect(host.restarts).toBe(2);
	});

	it("is unclear where K3s does not come up with the former bytes either", async () => {
		const before = files();
		host.starts = () => false;
		expect(await turnHere(context(), options)).toMatchObject({ is: "unclear", error: { code: "LDNS721" } });
		expect(files()).toEqual(before);
	});

	it("is put back when the pod is told to end meanwhile, and written not at all when it was told before", async () => {
		const before = files();
		host.starts = () => !hasEntry();
		host.onLook = () => {
			if (host.restarts === 1) stop.abort();
		};
		expect(await turnHere(context(), options)).toMatchObject({ is: "undone", error: { code: "LDNS725" } });
		expect(files()).toEqual(before);
		expect(await turnHere(context(), options)).toMatchObject({ is: "refused", error: { code: "LDNS725" } });
		expect(host.restarts).toBe(2);
	});

	it.each([
		[
			"OpenRC",
			() => {
				rmSync(unitFile());
				mkdirSync(join(folder, "etc/init.d"));
				writeFileSync(
					join(folder, "etc/init.d/k3s"),
					'command="/usr/local/bin/k3s"\ncommand_args="server"\n',
				);
			},
		],
		[
			"a configuration elsewhere",
			() =>
				writeFileSync(unitFile(), "[Service]\nExecStart=/usr/local/bin/k3s agent --config /opt/k3s.yaml\n"),
		],
		["no unit", () => rmSync(unitFile())],
	])("is refused with %s", async (_, change) => {
		change();
		const before = files();
		expect(await turnHere(context(), options)).toMatchObject({ is: "refused", error: { code: "LDNS724" } });
		expect([files(), host.restarts]).toEqual([before, 0]);
	});
});

describe("the way back of a node on the node", () => {
	it("restores the bytes and restarts; where nothing was written it restarts nothing", async () => {
		const before = files();
		expect(await giveBackHere(context(), 100)).toMatchObject({ is: "done", restarted: false });
		await turnHere(context(), options);
		expect(await giveBackHere(context(), 100)).toMatchObject({ is: "done", restarted: true });
		expect(files()).toEqual(before);
		expect(host.restarts).toBe(2);
	});

	it("turns the node again where K3s does not come up with the former bytes", async () => {
		await turnHere(context(), options);
		const turned = files();
		host.starts = hasEntry;
		expect(await giveBackHere(context(), 100)).toMatchObject({ is: "undone", error: { code: "LDNS720" } });
		expect(files()).toEqual(turned);
	});
});
