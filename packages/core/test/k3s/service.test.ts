import { describe, expect, it } from "vitest";
import { configPathOf, environmentFilesOf, readService, restartCommand } from "../../src/k3s/index.ts";
import { unit } from "./node.ts";

const systemd = (text: string, overrides: string[] = [], environment = "") =>
	readService({
		name: "k3s-edge",
		manager: "systemd",
		unit: { path: "/etc/systemd/system/k3s-edge.service", text },
		overrides: overrides.map((each, index) => ({
			path: `/etc/systemd/system/k3s-edge.service.d/${index}.conf`,
			text: each,
		})),
		environment: [{ path: "/etc/systemd/system/k3s-edge.service.env", text: environment }],
	});

describe("a unit of K3s", () => {
	it("has the role of its command line, whatever its name", () => {
		expect(systemd("[Service]\nExecStart=/usr/local/bin/k3s server\n")?.role).toBe("server");
		expect(systemd("[Service]\nExecStart=/usr/local/bin/k3s agent\n")?.role).toBe("agent");
		expect(systemd("[Service]\nExecStart=/usr/local/bin/k3s etcd-snapshot save\n")?.role).toBeUndefined();
	});

	it("is read as the install script writes it: continued lines, each word in quotes", () => {
		const text =
			"[Service]\nType=notify\nExecStart=/usr/local/bin/k3s \\\n    agent \\\n\t'--kubelet-arg' \\\n\t'max-pods=200' \\\n\t'--node-label' \\\n\t'a=b c' \\\n\n";
		expect(systemd(text)?.flags).toEqual([
			{ name: "kubelet-arg", value: "max-pods=200" },
			{ name: "node-label", value: "a=b c" },
		]);
	});

	it("does not take the word behind a switch for its value", () => {
		expect(unit("agent --selinux --debug --kubelet-arg a=1").flags).toEqual([
			{ name: "selinux", value: undefined },
			{ name: "debug", value: undefined },
			{ name: "kubelet-arg", value: "a=1" },
		]);
	});

	it("ignores comments, other sections and other settings", () => {
		const text =
			"# ExecStart=/usr/local/bin/k3s server\n[Unit]\nExecStart=/usr/local/bin/k3s server\n[Service]\nExecStartPre=-/sbin/modprobe overlay\nExecStart = -/usr/local/bin/k3s agent\n";
		expect(systemd(text)?.role).toBe("agent");
	});

	it("starts what the last override says after an empty ExecStart=", () => {
		const base = "[Service]\nExecStart=/usr/local/bin/k3s server\n";
		const override = "[Service]\nExecStart=\nExecStart=/usr/local/bin/k3s agent --config /srv/k.yaml\n";
		expect(systemd(base, [override])).toMatchObject({ role: "agent", configPath: "/srv/k.yaml" });
	});

	it("is none when it starts something else", () => {
		expect(systemd("[Service]\nExecStart=/bin/true\n")).toBeUndefined();
		expect(systemd("[Service]\n")).toBeUndefined();
		expect(systemd("")).toBeUndefined();
	});

	it.each([
		["the default", unit("agent"), "/etc/rancher/k3s/config.yaml"],
		["--config", unit("agent --config /a.yaml"), "/a.yaml"],
		["-c=", unit("agent -c=/a.yaml"), "/a.yaml"],
		["the first of two", unit("agent --config=/a.yaml -c /b.yaml"), "/a.yaml"],
		[
			"K3S_CONFIG_FILE over --config",
			unit("agent --config /a.yaml", "K3S_CONFIG_FILE='/b.yaml'\n"),
			"/b.yaml",
		],
		["an empty K3S_CONFIG_FILE is none", unit("agent --config /a.yaml", "K3S_CONFIG_FILE=\n"), "/a.yaml"],
	])("reads %s", (_, service, path) => {
		expect(configPathOf(service, "/etc/rancher/k3s/config.yaml")).toBe(path);
	});

	it("expands variables as systemd does, and names those it does not know", () => {
		const text =
			// biome-ignore lint/suspicious/noTemplateCurlyInString: systemd's own braces
			'[Service]\nEnvironment=ARGS="--kubelet-arg a=1" ONE=/x.yaml\nExecStart=/usr/local/bin/k3s agent $ARGS --config ${ONE} 100%%\n';
		expect(systemd(text)).toMatchObject({ configPath: "/x.yaml", unknownVariable: undefined });
		expect(systemd(text)?.flags[0]).toEqual({ name: "kubelet-arg", value: "a=1" });
		expect(systemd("[Service]\nExecStart=/usr/local/bin/k3s agent $MORE\n")?.unknownVariable).toBe("MORE");
	});

	it("is found in an OpenRC script", () => {
		const script =
			'name=k3s\ncommand="/usr/local/bin/k3s"\ncommand_args="server \\\n\t\'--kubelet-arg\' \\\n\t\'v=\\"2\\"\' \\\n    >>/var/log/k3s.log 2>&1"\n';
		const service = readService({
			name: "k3s",
			manager: "openrc",
			unit: { path: "/etc/init.d/k3s", text: script },
			overrides: [],
			environment: [],
		});
		expect(service).toMatchObject({ role: "server", flags: [{ name: "kubelet-arg", value: 'v="2"' }] });
		expect(restartCommand({ name: "k3s", manager: "openrc" })).toBe("rc-service k3s restart");
	});

	it("names its environment files without the dash that makes them optional", () => {
		expect(environmentFilesOf("[Service]\nEnvironmentFile=-/etc/default/%N\nEnvironmentFile=/a\n")).toEqual([
			"/etc/default/%N",
			"/a",
		]);
	});

	it("is restarted without waiting, since K3s has no start timeout", () => {
		expect(restartCommand({ name: "k3s-edge", manager: "systemd" })).toBe(
			"systemctl restart --no-block k3s-edge",
		);
	});
});
