import { LocaldnsError } from "@localdns/core";
import type { KubernetesObject } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import type { DrivenCluster } from "../../../lab/test/real/cluster-driver.ts";
import { openCluster } from "../../src/adapters/kubernetes/cluster-reader.ts";
import type { Cluster } from "../../src/ports/cluster.ts";

/** The Cluster port by kubectl, for tests of what stands on it: an adapter that shares no line with the one of the command line. */
export function kubectlCluster(kubeconfig: string, { kubectl }: DrivenCluster): Cluster {
	const reader = openCluster({ kubeconfig, requestTimeoutMs: 30_000 });
	let requests = 0;
	const run = async (argv: readonly string[], input?: object) => {
		requests += 1;
		const out = await kubectl(argv, input === undefined ? "" : JSON.stringify(input));
		return out.trim() === "" ? undefined : JSON.parse(out);
	};
	const named = (verb: string, { kind, namespace, name }: ObjectRef) => [
		...(namespace === undefined ? [] : ["--namespace", namespace]),
		...[verb, kind, name],
	];
	/** What kubectl complains of, as the port says it. */
	const meant = (error: unknown, absent: RegExp): undefined => {
		const reason = (error as Error).message;
		if (absent.test(reason)) return undefined;
		if (!/\(Forbidden\)/.test(reason)) throw error;
		throw new LocaldnsError("LDNS604", "the API server refuses it", { reason });
	};
	return {
		...reader,
		list: (path, read) => {
			requests += 1;
			return reader.list(path, read);
		},
		get requests() {
			return requests;
		},
		read: (ref) => run([...named("get", ref), "-o", "json", "--ignore-not-found"]),
		apply: (object: KubernetesObject, { force = false, dryRun = false } = {}) =>
			run(
				[
					...["apply", "--server-side", "--field-manager=localdns", `--force-conflicts=${force}`],
					...[`--dry-run=${dryRun ? "server" : "none"}`, "-o", "json", "-f", "-"],
				],
				object,
			),
		create: (object, { dryRun = false } = {}) =>
			run(["create", `--dry-run=${dryRun ? "server" : "none"}`, "-o", "json", "-f", "-"], object).catch(
				(error) => meant(error, /\(AlreadyExists\)/),
			),
		patch: (ref, change) =>
			run([...named("patch", ref), "--type=merge", "-o", "json", "--patch", JSON.stringify(change)]).catch(
				(error) => meant(error, /\(NotFound\)/),
			),
		takeOver: (ref, managers) => reader.takeOver(ref, managers),
		async delete(ref) {
			requests += 1;
			return (await kubectl([...named("delete", ref), "--wait=false", "--ignore-not-found"])) !== "";
		},
		log: (namespace, pod, limitBytes) =>
			kubectl(["--namespace", namespace, "logs", pod, `--limit-bytes=${limitBytes}`]),
		logSince: (namespace, pod, { since, limitBytes }) =>
			kubectl([
				...["--namespace", namespace, "logs", pod, "--timestamps", `--limit-bytes=${limitBytes}`],
				...(since === undefined ? [] : [`--since-time=${since}`]),
			]),
	};
}
