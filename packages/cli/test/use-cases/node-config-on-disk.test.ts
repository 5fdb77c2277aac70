import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readlinkSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import type { NodeConfigSettings } from "@localdns/core/k3s";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeRoot } from "../../src/node-files/root.ts";
import { applyChange } from "../../src/use-cases/node-config-apply.ts";
import { clearLeftovers, planChange } from "../../src/use-cases/node-config-change.ts";
import { observeNode, type Role } from "../../src/use-cases/node-config-observe.ts";
import { applyReturn, planReturn } from "../../src/use-cases/node-config-revert.ts";
import { filesBelow, treeOf } from "./k3s-directories.ts";

const config = "etc/rancher/k3s/config.yaml";
const dropIn = `${config}.d/zz-localdns.yaml`;
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "localdns-disk-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), text);
}
const read = (path: string) => readFileSync(join(folder, path), "utf8");

function apply(settings: Partial<NodeConfigSettings> = {}, role?: Role): void {
	const root = nodeRoot(folder);
	const found = observeNode(root, role);
	const change = planChange(root, found, { addresses: ["169.254.20.10"], ...settings });
	clearLeftovers(root, found);
	applyChange(root, change);
}

function revert(keepChanges = false): void {
	const root = nodeRoot(folder);
	const found = observeNode(root, undefined);
	const back = planReturn(root, found, keepChanges);
	clearLeftovers(root, found);
	applyReturn(root, found, back, keepChanges);
}

function failure(action: () => void): LocaldnsError {
	try {
		action();
	} catch (error) {
		if (error instanceof LocaldnsError) return error;
		throw error;
	}
	throw new Error("it did not fail");
}

describe("files on a node", () => {
	it("keep mode and owner when edited, and former bytes are closed to others", () => {
		write(config, "kubelet-arg: [v=2]\n");
		chmodSync(join(folder, config), 0o640);
		apply({ placement: "in-place" });
		expect(statSync(join(folder, config)).mode & 0o777).toBe(0o640);
		expect(statSync(join(folder, "etc/rancher/k3s/.localdns")).mode & 0o777).toBe(0o700);
		expect(read("etc/rancher/k3s/.localdns/former-0")).toBe("kubelet-arg: [v=2]\n");
	});

	it("are 0600 when new, as K3s' configuration may hold tokens", () => {
		write(config, "");
		apply();
		expect(statSync(join(folder, dropIn)).mode & 0o777).toBe(0o600);
	});

	it("stay links: what a link means is edited, within the root, whatever the link says", () => {
		write("srv/k3s/config.yaml", "kubelet-arg: [v=2]\n");
		mkdirSync(join(folder, "etc/rancher/k3s"), { recursive: true });
		symlinkSync("/srv/k3s/config.yaml", join(folder, config));
		const before = treeOf(folder);
		apply({ placement: "in-place" });
		expect(readlinkSync(join(folder, config))).toBe("/srv/k3s/config.yaml");
		expect(read("srv/k3s/config.yaml")).toBe('kubelet-arg: ["cluster-dns=169.254.20.10", v=2]\n');
		revert();
		expect(treeOf(folder)).toEqual(before);
	});

	it("never lead out of the root by ..", () => {
		mkdirSync(join(folder, "etc/rancher/k3s"), { recursive: true });
		symlinkSync("../../../../../../../../etc/hostname", join(folder, config));
		write("etc/hostname", "kubelet-arg: [v=2]\n");
		apply({ placement: "in-place" });
		expect(read("etc/hostname")).toContain("cluster-dns");
	});

	it("that link in a circle, or are pipes or folders, are refused at once", () => {
		mkdirSync(join(folder, "etc/rancher/k3s"), { recursive: true });
		symlinkSync("config.yaml", join(folder, config));
		expect(failure(apply)).toMatchObject({ code: "LDNS104", reason: "too many links" });
		rmSync(join(folder, config));
		mkdirSync(join(folder, config));
		expect(failure(apply)).toMatchObject({ code: "LDNS104", reason: "it is a folder" });
	});

	it("that link nowhere from the drop-in folder are refused, since K3s then reads nothing at all", () => {
		write(`${config}.d/10.yaml`, "");
		symlinkSync("gone", join(folder, `${config}.d/20.yaml`));
		expect(failure(apply)).toMatchObject({ code: "LDNS509" });
	});

	it("of an interrupted run are cleared away", () => {
		write(config, "token: x\n");
		write(`${config}.d/.zz-localdns.yaml.localdns-tmp`, "kubel");
		write("etc/rancher/k3s/.localdns/former-0", "token: x\n");
		write("etc/rancher/k3s/.localdns/.node-config.json.localdns-tmp", "{");
		revert();
		expect(filesBelow(folder)).toEqual([config]);
	});
});

describe("a file that was changed since", () => {
	it("is not reverted, unless the change is to stay", () => {
		write(config, "kubelet-arg:\n  - v=2\n");
		apply({ placement: "in-place" });
		write(config, `# by hand\n${read(config)}node-name: a\n`);
		const tree = treeOf(folder);
		expect(failure(revert)).toMatchObject({
			code: "LDNS506",
			reason: expect.stringContaining("still there"),
			hint: expect.stringContaining("--keep-changes"),
		});
		expect(treeOf(folder)).toEqual(tree);
		revert(true);
		expect(read(config)).toBe("# by hand\nkubelet-arg:\n  - v=2\nnode-name: a\n");
		expect(existsSync(join(folder, "etc/rancher/k3s/.localdns"))).toBe(false);
		revert(true);
	});

	it("is refused with where the former bytes are when localdns' own are no longer there", () => {
		write(config, "kubelet-arg: [v=2]\n");
		apply({ placement: "in-place" });
		write(config, 'kubelet-arg: ["cluster-dns=10.43.0.10"]\n');
		for (const keep of [false, true])
			expect(failure(() => revert(keep))).toMatchObject({
				code: "LDNS506",
				hint: expect.stringContaining("former-0"),
			});
	});

	it("is no reason to do anything when the entry is still in force", () => {
		write(config, "kubelet-arg: [v=2]\n");
		apply({ placement: "in-place" });
		write(config, `${read(config)}node-name: a\n`);
		const tree = treeOf(folder);
		apply();
		expect(treeOf(folder)).toEqual(tree);
		expect(failure(() => apply({ addresses: ["169.254.20.11"] })).code).toBe("LDNS506");
	});

	it("keeps others' files in a folder that apply made", () => {
		write(config, "");
		apply();
		write(`${config}.d/10.yaml`, "node-name: a\n");
		revert();
		expect(filesBelow(folder)).toEqual([config, `${config}.d/10.yaml`]);
	});
});

describe("another address", () => {
	it("takes the former entry back first, so that revert still leads to the beginning", () => {
		write(config, "kubelet-arg: [v=2]\n");
		const before = treeOf(folder);
		apply({ placement: "in-place" });
		apply({ addresses: ["169.254.20.11"] });
		expect(read(config)).toBe("kubelet-arg: [v=2]\n");
		expect(read(dropIn)).toContain("169.254.20.11");
		revert();
		expect(treeOf(folder)).toEqual(before);
	});
});

describe("the record of former bytes", () => {
	it.each([
		"",
		"{",
		"[]",
		"null",
		'{"apiVersion":"localdns.dev/v1alpha1","kind":"NodeConfigRecord","entry":"x","files":[{"path":"../x"}],"folders":[]}',
	])("is refused when it is %j", (text) => {
		write(config, "");
		write("etc/rancher/k3s/.localdns/node-config.json", text);
		const tree = treeOf(folder);
		expect(failure(revert).code).toBe("LDNS515");
		expect(failure(apply).code).toBe("LDNS515");
		expect(treeOf(folder)).toEqual(tree);
	});

	it("must fit the former bytes", () => {
		write(config, "kubelet-arg: [v=2]\n");
		apply({ placement: "in-place" });
		write("etc/rancher/k3s/.localdns/former-0", "other\n");
		const tree = treeOf(folder);
		expect(failure(revert)).toMatchObject({ code: "LDNS515", reason: "it was changed" });
		expect(treeOf(folder)).toEqual(tree);
	});
});

describe("which K3s", () => {
	const unit = (role: string) => `[Service]\nExecStart=/usr/local/bin/k3s ${role}\n`;

	it("is an error where there is none, and one can be said to come", () => {
		expect(failure(apply)).toMatchObject({ code: "LDNS510", hint: expect.stringContaining("--root") });
		apply({}, "agent");
		expect(filesBelow(folder)).toContain(dropIn);
		revert();
		expect(filesBelow(folder)).toEqual([]);
	});

	it("is an error where the root is none", () => {
		expect(failure(() => observeNode(nodeRoot(join(folder, "gone")), undefined)).code).toBe("LDNS510");
		write("file", "");
		expect(failure(() => observeNode(nodeRoot(join(folder, "file")), undefined)).code).toBe("LDNS510");
	});

	it("has to be said where two units start it", () => {
		write("etc/systemd/system/k3s.service", unit("server"));
		write("etc/systemd/system/k3s-extra.service", unit("agent"));
		expect(failure(apply)).toMatchObject({
			code: "LDNS511",
			message: expect.stringContaining("k3s-extra (agent"),
		});
		expect(observeNode(nodeRoot(folder), "agent").service?.name).toBe("k3s-extra");
	});

	it("is not what --role says when the unit says otherwise", () => {
		write("etc/systemd/system/k3s.service", unit("server"));
		expect(failure(() => apply({}, "agent"))).toMatchObject({
			code: "LDNS511",
			hint: expect.stringContaining("--role server"),
		});
	});

	it("is not a masked unit, nor one hidden behind another of its name", () => {
		mkdirSync(join(folder, "etc/systemd/system"), { recursive: true });
		symlinkSync("/dev/null", join(folder, "etc/systemd/system/k3s-agent.service"));
		write("usr/lib/systemd/system/k3s-agent.service", unit("agent"));
		write("usr/lib/systemd/system/k3s.service", unit("server"));
		expect(observeNode(nodeRoot(folder), undefined).service?.path).toBe(
			"/usr/lib/systemd/system/k3s.service",
		);
		expect(lstatSync(join(folder, "etc/systemd/system/k3s-agent.service")).isSymbolicLink()).toBe(true);
	});
});
