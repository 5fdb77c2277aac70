import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { provideKubernetes } from "../../src/cluster/kubernetes.ts";
import { type ClusterOptions, type LabRecord, parseLinkSpec } from "../../src/index.ts";
import {
	clusterEntry,
	labCgroups,
	openDrivenCluster,
	requireClusterLabHost,
	runPods,
	shellPod,
} from "./cluster-driver.ts";
import {
	descendantsOf,
	hostTraces,
	isRunning,
	namespacesOf,
	runningProcesses,
	waitUntil,
} from "./lab-driver.ts";
import { runToEnd } from "./run-to-end.ts";

const options: ClusterOptions = { nodes: 2, link: parseLinkSpec("clean"), seed: 7 };
const folder = mkdtempSync(join(tmpdir(), "localdns-cluster-"));
const env = { ...process.env, XDG_RUNTIME_DIR: folder };
const control = new URL("./standing-entry.ts", import.meta.url).pathname;
const ask = (...argv: string[]) => runToEnd([process.execPath, control, ...argv], { env });
/** After `export KUBECONFIG=…`, as `lab up` says. */
const askWith = (KUBECONFIG: string, ...argv: string[]) =>
	runToEnd([process.execPath, control, ...argv], { env: { ...env, KUBECONFIG } });

beforeAll(requireClusterLabHost);
afterAll(() => rmSync(folder, { recursive: true }));

interface Traces {
	processes: number[];
	namespaces: string[];
	cgroups: string[];
	host: ReturnType<typeof hostTraces>;
}

/** What there is of a cluster while it stands. */
function tracesOf(pid: number, host: Traces["host"]): Traces {
	const processes = descendantsOf(pid);
	// Two nodes with containerd, kubelet, kube-proxy and CoreDNS' pod, and a control plane.
	expect(processes.length).toBeGreaterThan(20);
	const namespaces = namespacesOf(processes);
	// The sandbox's own, both nodes, the world, and the pods'.
	expect(namespaces.length).toBeGreaterThan(4);
	// Of this cluster alone: another may have come up meanwhile.
	const cgroups = [...new Set(processes.flatMap(labCgroupsOf))];
	expect(cgroups).toHaveLength(1);
	expect(labCgroups()).toEqual(expect.arrayContaining(cgroups));
	return { processes, namespaces, cgroups, host };
}

/** Such as `localdns-1a2b`, of the lab that a process belongs to; none once it is gone. */
function labCgroupsOf(pid: number): string[] {
	try {
		const lines = readFileSync(`/proc/${pid}/cgroup`, "utf8").split("\n");
		return lines.flatMap((line) => /\/(localdns-[^/]+)/.exec(line)?.[1] ?? []);
	} catch {
		return [];
	}
}

async function expectNoneOf({ processes, namespaces, cgroups, host }: Traces): Promise<void> {
	expect(await waitUntil(() => !processes.some(isRunning), 3000)).toBeDefined();
	const left = namespacesOf(runningProcesses());
	expect(namespaces.filter((each) => left.includes(each))).toEqual([]);
	expect(hostTraces()).toEqual(host);
	// The janitor, who waits for the last process, needs a moment longer.
	expect(await waitUntil(() => !labCgroups().some((name) => cgroups.includes(name)), 5000)).toBeDefined();
}

it("stands after the command that started it, with a kubeconfig, and goes without a trace", async () => {
	const before = hostTraces();
	const up = await runToEnd([process.execPath, clusterEntry, "up", JSON.stringify(options)], { env });
	expect(up, up.stderr).toMatchObject({ code: 0 });
	const record = JSON.parse(up.stdout) as LabRecord;
	const traces = tracesOf(record.pid, before);
	const kubectl = join(await provideKubernetes(() => {}), "kubectl");
	const argv = [kubectl, "--kubeconfig", record.kubeconfig as string, "--cache-dir", join(folder, "cache")];
	expect((await runToEnd([...argv, "get", "nodes", "-o", "name"])).stdout).toBe("node/far\nnode/near\n");
	expect(await ask("exec", "", "node/far", "hostname")).toMatchObject({ code: 0, stdout: "far\n" });
	const asOnK3s = await ask("exec", "", "node/near", "kubectl", "get", "nodes", "-o", "name");
	expect(asOnK3s.stdout).toBe("node/far\nnode/near\n");
	const exported = record.kubeconfig as string;
	expect(await askWith(exported, "exec", "", "node/far", "kubectl", "get", "nodes", "-o", "name")).toEqual(
		asOnK3s,
	);
	expect((await ask("down", "")).stdout).toBe(`${record.id}\n`);
	await expectNoneOf(traces);
	expect(existsSync(record.kubeconfig as string)).toBe(false);
});

it("leaves nothing when the command is killed with SIGKILL while pods run", async () => {
	const before = hostTraces();
	const cluster = await openDrivenCluster(options, folder);
	await runPods(cluster, shellPod("one", "far"));
	const traces = tracesOf(cluster.pid, before);
	process.kill(cluster.pid, "SIGKILL");
	await expectNoneOf(traces);
});
