import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseLinkSpec } from "@localdns/lab";
import {
	type DrivenCluster,
	eventually,
	openDrivenCluster,
	requireClusterLabHost,
	runPods,
	shellPod,
} from "../../../lab/test/real/cluster-driver.ts";
import { type Ended, type Running, run, start } from "./localdns-process.ts";

/** A cluster of two nodes, and what it takes to make things go wrong in it while localdns is at work. */
export interface FaultLab {
	readonly cluster: DrivenCluster;
	kubectl(...argv: string[]): Promise<string>;
	/** Runs a script on a node. @throws Error when it fails */
	shell(node: string, script: string): Promise<string>;
	/** localdns as the cluster's administrator. */
	start(...argv: string[]): Running;
	run(...argv: string[]): Promise<Ended>;
	/**
	 * Runs it again and again, and kills it each time, `kill -9`, at the first step that none of the runs before had said,
	 * until it comes to its end. Old pods have to resolve after each.
	 *
	 * @returns the steps at which it was killed, and how the last run ended
	 */
	killAtEachStep(...argv: string[]): Promise<{ readonly killedAt: readonly string[]; readonly end: Ended }>;
	/** Applies the cache as `install` does, and waits for it. */
	putCache(...flags: string[]): Promise<void>;
	/** Points new pods of a node at the cache with `localdns node-config`, so that no record of it is in the cluster. */
	turnByHand(node: string): Promise<void>;
	/** Nodes on which neither a fresh pod nor one that ran before resolves a name; empty where DNS is well. */
	withoutDns(...nodes: string[]): Promise<string[]>;
	/** Nameservers that K3s has noted for new pods of a node, such as `169.254.20.10`. */
	namedOn(node: string): Promise<string>;
	/** Stops K3s on far, and has the cluster know it at once. */
	stopFar(): Promise<void>;
	startFar(): Promise<void>;
	/** Names of objects, such as `namespace/localdns-verify`. */
	names(...what: string[]): Promise<string[]>;
	close(): Promise<void>;
}

const cli = new URL("../../bin/localdns.mjs", import.meta.url).pathname;
const address = "169.254.20.10";
/** Lines that come before a write (progress/change-event.ts). */
const isStep = /^(created|updated|deleted|node) |^(apply|wait for|ask|turn|roll) the /;
const nodeNames = ["near", "far"];
const unitOf = (node: string): string => (node === "near" ? "k3s" : "k3s-agent");

export async function openFaultLab(seed: number): Promise<FaultLab> {
	await requireClusterLabHost();
	const folder = mkdtempSync(join(tmpdir(), "localdns-faults-lab-"));
	const cluster = await openDrivenCluster({ nodes: 2, link: parseLinkSpec("rtt=5ms"), seed }, folder);
	const kubectl = (...argv: string[]) => cluster.kubectl(argv);
	const argvOf = ([command = "", ...rest]: string[]) => [
		command,
		"--kubeconfig",
		join(folder, "kubeconfig"),
		...rest,
	];
	const shell = async (node: string, script: string): Promise<string> => {
		const { code, stdout, stderr } = await cluster.run(`node/${node}`, "sh", "-c", script);
		if (code !== 0) throw new Error(`${script}: ${stderr}${stdout}`);
		return stdout;
	};
	await runPods(cluster, ...nodeNames.map((node) => shellPod(`old-${node}`, node)));

	const resolves = (pod: string) => {
		const each = "nslookup kubernetes.default.svc.cluster.local >/dev/null 2>&1";
		const script = `for i in 1 2 3; do ${each} && exit 0; sleep 1; done; exit 1`;
		return kubectl("exec", pod, "--", "sh", "-c", script).then(
			() => true,
			() => false,
		);
	};
	const namedOn = (node: string) =>
		kubectl("get", "node", node, "-o", "jsonpath={.metadata.annotations.k3s\\.io/node-args}").then(
			(args) => /cluster-dns=([^"]*)/.exec(args)?.[1] ?? "",
			() => "no answer",
		);
	let fresh = 0;

	return {
		cluster,
		kubectl,
		shell,
		start: (...argv) => start(argvOf(argv)),
		run: (...argv) => run(argvOf(argv)),
		async killAtEachStep(...argv) {
			const killedAt: string[] = [];
			for (;;) {
				const { child, ended } = start(argvOf(argv));
				let text = "";
				let at: string | undefined;
				child.stderr?.on("data", (more: string) => {
					text += more;
					const said = text.split("\n").slice(0, -1);
					at ??= said.find((line) => isStep.test(line) && !killedAt.includes(line));
					if (at !== undefined) child.kill("SIGKILL");
				});
				const end = await ended;
				if (at === undefined || end.code !== null) return { killedAt, end };
				killedAt.push(at);
				const well = () => Promise.all(nodeNames.map((node) => resolves(`old-${node}`)));
				const dns = await eventually(well, (each) => !each.includes(false));
				if (dns.includes(false)) throw new Error(`no DNS after a kill at: ${at}`);
				// The next run would look at the lock of the dead one for 16 s first, which is tried elsewhere.
				await kubectl("-n", "kube-system", "delete", "lease", "node-local-dns-lock", "--ignore-not-found");
			}
		},
		async putCache(...flags) {
			const { stdout } = await run(["render", "--cluster-dns", "10.43.0.10", ...flags]);
			await cluster.kubectl(["apply", "--server-side", "--field-manager=localdns", "-f", "-"], stdout);
			await kubectl("-n", "kube-system", "rollout", "status", "daemonset/node-local-dns", "--timeout=60s");
		},
		async turnByHand(node) {
			await shell(
				node,
				`'${process.execPath}' '${cli}' node-config apply --yes && systemctl restart ${unitOf(node)}`,
			);
			await eventually(
				() => namedOn(node),
				(named) => named === address,
			);
			await eventually(
				() => kubectl("wait", "--for=condition=Ready", "--timeout=30s", `node/${node}`).catch(() => ""),
				(text) => text !== "",
			);
		},
		async withoutDns(...nodes) {
			fresh += 1;
			const pods = nodes.map((node) => `fresh-${node}-${fresh}`);
			await runPods(cluster, ...nodes.map((node) => shellPod(`fresh-${node}-${fresh}`, node)));
			const well = await Promise.all([
				...pods.map(resolves),
				...nodes.map((node) => resolves(`old-${node}`)),
			]);
			await kubectl("delete", "pod", "--now", ...pods);
			return [...new Set([...nodes, ...nodes].filter((_, index) => well[index] !== true))];
		},
		namedOn,
		async stopFar() {
			await shell("far", "systemctl stop k3s-agent");
			// What the node controller says when it has heard nothing for 50 s.
			const unknown = { type: "Ready", status: "Unknown", message: "Kubelet stopped posting node status." };
			const change = JSON.stringify({ status: { conditions: [unknown] } });
			await kubectl("patch", "node", "far", "--subresource=status", "--patch", change);
		},
		async startFar() {
			await shell("far", "systemctl start k3s-agent");
			await kubectl("wait", "--for=condition=Ready", "--timeout=60s", "node/far");
		},
		async names(...what) {
			const text = await kubectl("get", ...what, "--ignore-not-found", "-o", "name");
			return text.split("\n").filter((name) => name !== "");
		},
		async close() {
			await cluster.close();
			rmSync(folder, { recursive: true });
		},
	};
}

/** An admission policy that lets nobody create, or delete, a DaemonSet. */
export interface Refusal {
	lift(): Promise<void>;
}

/**
 * Has the API server refuse this from now on. It takes a policy into its own mind some time after it has stored it, so
 * this waits until it says no.
 */
export async function refuse(
	{ kubectl }: DrivenCluster,
	operation: "CREATE" | "DELETE",
	message: string,
): Promise<Refusal> {
	const policy = refusal(operation, message);
	await kubectl(["apply", "-f", "-"], policy);
	const saysNo = () =>
		trial(kubectl, operation).then(
			() => false,
			(error: unknown) => String(error).includes(message),
		);
	const until = async (wanted: boolean) => {
		if ((await eventually(saysNo, (no) => no === wanted)) !== wanted)
			throw new Error(`the API server ${wanted ? "does not refuse" : "still refuses"} ${operation}`);
	};
	await until(true);
	return {
		async lift() {
			await kubectl(["delete", "-f", "-"], policy);
			await until(false);
		},
	};
}

/** The operation on a DaemonSet, without doing it. */
function trial(kubectl: DrivenCluster["kubectl"], operation: "CREATE" | "DELETE"): Promise<string> {
	const dry = "--dry-run=server";
	if (operation === "DELETE")
		return kubectl(["-n", "kube-system", "delete", dry, "daemonset", "node-local-dns"]);
	const labels = { app: "trial" };
	const template = { metadata: { labels }, spec: { containers: [{ name: "trial", image: "trial" }] } };
	return kubectl(
		["create", dry, "-f", "-"],
		JSON.stringify({
			apiVersion: "apps/v1",
			kind: "DaemonSet",
			metadata: { name: "trial", namespace: "default" },
			spec: { selector: { matchLabels: labels }, template },
		}),
	);
}

function refusal(operation: "CREATE" | "DELETE", message: string): string {
	const apiVersion = "admissionregistration.k8s.io/v1";
	const metadata = { name: "refusal" };
	const resourceRules = [
		{ apiGroups: ["apps"], apiVersions: ["v1"], operations: [operation], resources: ["daemonsets"] },
	];
	const items = [
		{
			apiVersion,
			kind: "ValidatingAdmissionPolicy",
			metadata,
			spec: { matchConstraints: { resourceRules }, validations: [{ expression: "false", message }] },
		},
		{
			apiVersion,
			kind: "ValidatingAdmissionPolicyBinding",
			metadata,
			spec: { policyName: "refusal", validationActions: ["Deny"] },
		},
	];
	return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
