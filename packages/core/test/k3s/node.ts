import { type K3sService, type NodeSnapshot, readService } from "../../src/k3s/index.ts";

/** A node with these files; drop-ins by name. */
export function node(
	config: string | undefined,
	dropIns?: Record<string, string>,
	more: Partial<NodeSnapshot> = {},
): NodeSnapshot {
	return {
		configPath: "/etc/rancher/k3s/config.yaml",
		config,
		dropIns:
			dropIns === undefined ? undefined : Object.entries(dropIns).map(([name, text]) => ({ name, text })),
		service: undefined,
		role: "agent",
		ours: [],
		...more,
	};
}

/** A systemd unit with this command line behind the program. */
export function unit(words: string, environment = ""): K3sService {
	const service = readService({
		name: "k3s-agent",
		manager: "systemd",
		unit: {
			path: "/etc/systemd/system/k3s-agent.service",
			text: `[Service]\nExecStart=/usr/local/bin/k3s ${words}\n`,
		},
		overrides: [],
		environment: [{ path: "/etc/systemd/system/k3s-agent.service.env", text: environment }],
	});
	if (service === undefined) throw new Error("no unit of K3s");
	return service;
}
