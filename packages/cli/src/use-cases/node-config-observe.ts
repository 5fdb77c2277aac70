import { LocaldnsError } from "@localdns/core";
import {
	configPathOf,
	defaultConfigPath,
	dropInFolder,
	environmentFilesOf,
	isDropInName,
	type K3sService,
	type NodeSnapshot,
	readService,
	type ServiceSource,
	type SourceText,
} from "@localdns/core/k3s";
import type { NodeRoot } from "../node-files/root.ts";
import { shellWord } from "../shell-word.ts";

/** Where systemd looks for units, the first of a name winning (systemd.unit(5)). */
const unitFolders = [
	"/etc/systemd/system",
	"/run/systemd/system",
	"/usr/local/lib/systemd/system",
	"/usr/lib/systemd/system",
	"/lib/systemd/system",
];

/** What shows that K3s is, was or is about to be on a node that has no unit of it. */
const tracesOfK3s = ["/etc/rancher/k3s", "/usr/local/bin/k3s", "/var/lib/rancher/k3s"];

export type Role = "server" | "agent";

/**
 * Reads a node's K3s configuration: its unit, which file that makes K3s read, the drop-ins beside it.
 *
 * @throws LocaldnsError LDNS510 no K3s, LDNS511 which K3s, LDNS509 a configuration that is not on this node, LDNS104 unreadable
 */
export function observeNode(root: NodeRoot, role: Role | undefined): NodeSnapshot {
	if (root.stats("/")?.isDirectory() !== true)
		throw new LocaldnsError("LDNS510", `no folder ${root.folder}`, {
			hint: `ls -ld ${shellWord(root.folder)}`,
		});
	const service = chooseService(findServices(root), role);
	if (
		service === undefined &&
		role === undefined &&
		tracesOfK3s.every((path) => root.stats(path) === undefined)
	) {
		throw new LocaldnsError("LDNS510", `no K3s below ${root.folder}`, {
			reason: `neither a unit k3s*.service, nor ${tracesOfK3s.join(", ")}`,
		});
	}
	const configPath = localPath(configPathOf(service, defaultConfigPath));
	return {
		configPath,
		config: root.readFile(configPath)?.text,
		dropIns: readDropIns(root, dropInFolder(configPath)),
		service,
		role: role ?? service?.role,
		ours: [],
	};
}

function localPath(path: string): string {
	if (/^https?:/i.test(path)) {
		throw new LocaldnsError("LDNS509", `K3s reads its configuration from ${path}`, {
			reason: "it is not on this node",
			hint: 'add "cluster-dns=169.254.20.10" to its kubelet-arg where it is kept',
		});
	}
	// A unit's working directory is / unless it says otherwise.
	return path.startsWith("/") ? path : `/${path}`;
}

function readDropIns(root: NodeRoot, folder: string): NodeSnapshot["dropIns"] {
	return root
		.names(folder)
		?.filter(isDropInName)
		.flatMap((name) => {
			const path = `${folder}/${name}`;
			// A link to a folder is no folder to K3s, which fails to read it, as this does.
			if (root.stats(path)?.isDirectory() === true && !root.isLink(path)) return [];
			const file = root.readFile(path);
			if (file === undefined) {
				throw new LocaldnsError("LDNS509", `${path} is a link that leads nowhere`, {
					reason: "with it K3s takes its whole configuration for missing, and starts without any",
					hint: `rm ${path}`,
				});
			}
			return [{ name, text: file.text }];
		});
}

function chooseService(services: readonly K3sService[], role: Role | undefined): K3sService | undefined {
	const fitting = services.filter(
		(service) => role === undefined || service.role === undefined || service.role === role,
	);
	const [only, another] = fitting;
	const list = services
		.map((service) => `${service.name} (${service.role ?? "neither server nor agent"}, ${service.path})`)
		.join(", ");
	if (another !== undefined) {
		const roles = new Set(fitting.map((service) => service.role));
		throw new LocaldnsError("LDNS511", `more than one unit starts K3s: ${list}`, {
			hint:
				roles.size > 1
					? "localdns node-config plan --role server"
					: `ls -l ${fitting.map(({ path }) => path).join(" ")}`,
		});
	}
	if (only === undefined && services.length > 0) {
		throw new LocaldnsError("LDNS511", `--role ${role}, but the unit here says otherwise: ${list}`, {
			hint: `localdns node-config plan --role ${services[0]?.role}`,
		});
	}
	return only;
}

function findServices(root: NodeRoot): K3sService[] {
	const sources = [...systemdSources(root), ...openRcSources(root)];
	return sources.map(readService).filter((service) => service !== undefined);
}

function textAt(root: NodeRoot, path: string): SourceText[] {
	// A masked unit is a link to /dev/null.
	if (root.stats(path)?.isFile() !== true) return [];
	const file = root.readFile(path);
	return file === undefined ? [] : [{ path, text: file.text }];
}

function systemdSources(root: NodeRoot): ServiceSource[] {
	const names = new Set(
		unitFolders.flatMap((folder) => root.names(folder) ?? []).filter((name) => /^k3s.*\.service$/.test(name)),
	);
	return [...names].flatMap((file) => {
		const name = file.slice(0, -".service".length);
		const path = unitFolders
			.map((folder) => `${folder}/${file}`)
			.find((each) => root.isLink(each) || root.stats(each) !== undefined);
		const [unit] = path === undefined ? [] : textAt(root, path);
		if (unit === undefined) return [];
		const overrides = overridesOf(root, file);
		const environment = [unit, ...overrides]
			.flatMap(({ text }) => environmentFilesOf(text))
			.flatMap((each) => textAt(root, each.replace(/%[Nnp]/g, name)));
		return [{ name, manager: "systemd" as const, unit, overrides, environment }];
	});
}

/** `<unit>.d/*.conf` of every folder, by file name; the same name in an earlier folder hides a later one. */
function overridesOf(root: NodeRoot, file: string): SourceText[] {
	const byName = new Map<string, string>();
	for (const folder of unitFolders) {
		for (const name of root.names(`${folder}/${file}.d`) ?? [])
			if (name.endsWith(".conf") && !byName.has(name)) byName.set(name, `${folder}/${file}.d/${name}`);
	}
	return [...byName]
		.sort(([left], [right]) => (left < right ? -1 : 1))
		.flatMap(([, path]) => textAt(root, path));
}

function openRcSources(root: NodeRoot): ServiceSource[] {
	const names = (root.names("/etc/init.d") ?? []).filter((name) => /^k3s/.test(name));
	return names.flatMap((name) => {
		const [unit] = textAt(root, `/etc/init.d/${name}`);
		if (unit === undefined) return [];
		const environment = ["/etc/environment", `/etc/rancher/k3s/${name}.env`].flatMap((path) =>
			textAt(root, path),
		);
		return [{ name, manager: "openrc" as const, unit, overrides: [], environment }];
	});
}
