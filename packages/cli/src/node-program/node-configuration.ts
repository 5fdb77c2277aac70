import { posix } from "node:path";
import { LocaldnsError } from "@localdns/core";
import {
	dropInFolder,
	dropInName,
	effectiveConfig,
	type K3sService,
	type NodeSnapshot,
	readKubeletArg,
} from "@localdns/core/k3s";
import type { NodeRoot } from "../node-files/root.ts";
import { observeNode } from "../use-cases/node-config-observe.ts";
import { readRecord } from "../use-cases/node-config-record.ts";

/** Folder that the node Job may write to. */
const writable = "/etc/rancher/";
const defaultHealthzPort = 10_248;

/** K3s on this node, of a kind that can be restarted from within a container. @throws LocaldnsError LDNS724, and those of `observeNode` */
export function observeRestartable(root: NodeRoot): { found: NodeSnapshot; service: K3sService } {
	const found = observeNode(root, undefined);
	const { service, configPath } = found;
	if (service === undefined) throw cannot("no unit of systemd starts K3s here");
	if (service.manager !== "systemd") throw cannot(`OpenRC keeps ${service.name}`);
	if (!configPath.startsWith(writable)) throw cannot(`K3s reads its configuration from ${configPath}`);
	return { found, service };
}

const cannot = (reason: string): LocaldnsError =>
	new LocaldnsError("LDNS724", "K3s cannot be changed from a Job on this node", { reason });

/** Where the kubelet tells how it is, as far as K3s' configuration says; 0 for nowhere. */
export function healthzPortOf(snapshot: NodeSnapshot): number {
	const read = effectiveConfig(snapshot);
	const values = read.ok ? (read.config.flags.get("kubelet-arg") ?? []) : [];
	const ports = values
		.filter(({ loss }) => loss === undefined)
		.map(({ text }) => readKubeletArg(text))
		.filter(({ name }) => name === "healthz-port")
		.map(({ value }) => Number(value));
	return ports.findLast(Number.isInteger) ?? defaultHealthzPort;
}

/**
 * When localdns last changed the configuration, in ms since 1970: what an interrupted run wrote and did not come to
 * restart K3s for. Of files that were put back or removed only their folder tells. Undefined for never.
 */
export function changedAt(root: NodeRoot, { configPath }: NodeSnapshot): number | undefined {
	const record = readRecord(root, configPath);
	const folder = dropInFolder(configPath);
	const paths =
		record === undefined
			? [root.stats(folder) === undefined ? posix.dirname(configPath) : folder]
			: [`${folder}/${dropInName}`, ...record.files.map(({ path }) => path)];
	const times = paths.flatMap((path) => root.stats(path)?.mtimeMs ?? []);
	return times.length === 0 ? undefined : Math.max(...times);
}
