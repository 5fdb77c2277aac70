import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { type Cluster, KubeConfig, type User } from "@kubernetes/client-node";
import { LocaldnsError } from "@localdns/core";
import { parse } from "yaml";
import type { ClusterConnection } from "./connection.ts";

const accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Finds and reads the kubeconfig as kubectl does, and chooses a context in it.
 * @throws LocaldnsError LDNS605
 */
export function loadKubeconfig({ kubeconfig, context }: ClusterConnection): KubeConfig {
	const loaded = fromFiles(filesOf(kubeconfig)) ?? fromAccount();
	if (loaded === undefined) {
		throw new LocaldnsError("LDNS605", "there is no kubeconfig", {
			reason: "neither --kubeconfig nor KUBECONFIG names one, and ~/.kube/config is not there",
		});
	}
	const name = context ?? loaded.getCurrentContext();
	const chosen = loaded.getContextObject(name);
	if (chosen === null) {
		const known = loaded.getContexts().map((each) => each.name);
		throw new LocaldnsError("LDNS605", `the kubeconfig has no context ${JSON.stringify(name ?? "")}`, {
			reason: known.length === 0 ? "it has none at all" : `it has ${known.join(", ")}`,
			hint: known.length === 0 ? "kubectl config get-contexts" : `--context ${known[0]}`,
		});
	}
	loaded.setCurrentContext(name);
	if (loaded.getCurrentCluster() === null || loaded.getCurrentUser() === null) {
		throw new LocaldnsError(
			"LDNS605",
			`context ${name} names a cluster or a user that is not in the kubeconfig`,
		);
	}
	return loaded;
}

function filesOf(kubeconfig: string | undefined): string[] {
	if (kubeconfig !== undefined) {
		if (!existsSync(kubeconfig)) throw new LocaldnsError("LDNS605", `${kubeconfig} is not there`);
		return [kubeconfig];
	}
	const { KUBECONFIG: list = "" } = process.env;
	const named = list.split(delimiter).filter((file) => file !== "");
	const files = named.length > 0 ? named : [join(homedir(), ".kube", "config")];
	const there = files.filter((file) => existsSync(file));
	if (named.length > 0 && there.length === 0) {
		throw new LocaldnsError("LDNS605", `KUBECONFIG names ${list}, which is not there`);
	}
	return there;
}

/** Of entries with the same name the first file's counts; the library would refuse them. */
function fromFiles(files: readonly string[]): KubeConfig | undefined {
	if (files.length === 0) return undefined;
	const all = files.map(fromFile);
	const firsts = <T extends { readonly name: string }>(entries: readonly T[]): T[] => [
		...new Map(entries.toReversed().map((entry) => [entry.name, entry])).values(),
	];
	const merged = new KubeConfig();
	merged.loadFromOptions({
		clusters: firsts(all.flatMap((each) => each.clusters ?? [])).map(withoutTls),
		users: firsts(all.flatMap((each) => each.users ?? [])),
		contexts: firsts(all.flatMap((each) => each.contexts ?? [])),
		currentContext: all.find((each) => each.currentContext)?.currentContext,
	});
	return merged;
}

function fromFile(file: string): KubeConfig {
	const one = new KubeConfig();
	try {
		one.loadFromFile(file);
		one.users = withTokenFiles(one.users ?? [], file);
	} catch (error) {
		// What the library says may quote the file, and the file holds keys.
		const reason = (error as NodeJS.ErrnoException).code ?? "it is not read as a kubeconfig";
		throw new LocaldnsError("LDNS605", `${file} cannot be used`, { reason });
	}
	return one;
}

/** The library refuses plain HTTP, as `kubectl proxy` speaks it, unless told that certificates do not matter. */
const withoutTls = (cluster: Cluster): Cluster =>
	cluster.server.startsWith("http:") ? { ...cluster, skipTLSVerify: true } : cluster;

interface UserEntry {
	readonly name?: string;
	readonly user?: { readonly tokenFile?: string };
}

/** kubectl's `tokenFile`, read again for each request, which the library knows by another name only. */
function withTokenFiles(users: readonly User[], file: string): User[] {
	const entries = (parse(readFileSync(file, "utf8")) as { users?: readonly UserEntry[] } | null)?.users ?? [];
	const files = new Map(entries.map(({ name, user }) => [name, user?.tokenFile]));
	return users.map((user) => {
		const named = files.get(user.name);
		if (named === undefined) return user;
		const tokenFile = resolve(dirname(file), named);
		// As for kubectl, the file outweighs a token that stands in the kubeconfig itself.
		const { token, ...others } = user;
		return { ...others, authProvider: { name: "tokenFile", config: { tokenFile } } };
	});
}

function fromAccount(): KubeConfig | undefined {
	if (process.env.KUBERNETES_SERVICE_HOST === undefined || !existsSync(join(accountFolder, "token")))
		return undefined;
	const inside = new KubeConfig();
	inside.loadFromCluster();
	return inside;
}
