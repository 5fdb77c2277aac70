import { LocaldnsError } from "@localdns/core";
import { linkWatchLabels, nodeConfigNamespace } from "@localdns/core/manifests";
import { describe, it } from "vitest";
import type { ChangeEvent } from "../../../src/progress/change-event.ts";
import { patientCluster } from "../../../src/use-cases/change/patient-cluster.ts";
import type { MeasurementEvent } from "../../../src/use-cases/measure-nodes/contract.ts";
import {
	cleanUpLinkWatches,
	type LinkCleanUp,
} from "../../../src/use-cases/watch-links/remove-link-watches.ts";
import {
	type LinkWatch,
	type LinkWatchSettings,
	watchLinks as watchLinksOf,
} from "../../../src/use-cases/watch-links/watch-links.ts";
import { hurryTime } from "../../hurried-time.ts";
import { type Fate, WatchedCluster } from "./watched-cluster.ts";

hurryTime();

const settings = (nodes: readonly string[], over: Partial<LinkWatchSettings> = {}): LinkWatchSettings => ({
	...{
		run: "r1",
		benchNamespace: "localdns-bench",
		program: "the program\n",
		nodes,
		longestMs: 60_000,
		onEvent: () => {},
	},
	targets: [{ node: "near", address: "100.64.0.1" }],
	...over,
});

const watchLinks = (cluster: WatchedCluster, of: LinkWatchSettings): LinkWatch =>
	watchLinksOf({ cluster, patient: patientCluster(cluster, { onChange: () => {} }) }, of);

const cleaning = (more: Partial<LinkCleanUp> = {}): LinkCleanUp => ({
	...{ benchNamespace: "localdns-bench", force: false, onChange: () => {} },
	...more,
});

const measured = () => ({ atMs: Date.now() - 30_000, durationMs: 60_000 });

// Beside one another, because a log that cannot be read is asked for again two seconds later.
describe.concurrent("a watch of links", { timeout: 30_000 }, () => {
	it("gives what each node saw, or why it saw nothing, and leaves nothing behind", async ({ expect }) => {
		const fates: Record<string, Fate> = {
			full: { refused: new LocaldnsError("LDNS703", "refused", { reason: "exceeded quota: pods" }) },
			never: { waits: ["ErrImageNeverPull", "the image is not there"] },
			evicted: { evicted: "The node was low on resource: memory" },
			away: { unreadable: "dial tcp 192.0.2.9:10250: i/o timeout" },
			broken: { says: "Error: Cannot find module\n" },
			silent: { says: "" },
		};
		const cluster = new WatchedCluster(fates);
		const watch = watchLinks(cluster, settings(["near", "edge", ...Object.keys(fates)]));
		await watch.ready;
		expect(cluster.left).toContain("Pod localdns-link-watch-r1-edge");
		const { links, marks } = await watch.stop(measured());
		expect([...links.keys()]).toEqual(["near", "edge", ...Object.keys(fates)]);
		expect(links.get("near")).toEqual({ tailscale: "1.102.5", mtu: 1280, paths: [] });
		expect(links.get("edge")).toMatchObject({
			tailscale: "1.102.5",
			paths: [{ to: "near", by: "direct", pings: { sent: 1, lost: 0 }, rttMs: { p50: 20 } }],
		});
		const reasons = Object.keys(fates).map((node) => links.get(node)?.reason);
		expect(reasons).toEqual([
			"its watch was refused: exceeded quota: pods",
			expect.stringMatching(/^its watch waits: .*ErrImageNeverPull/),
			expect.stringMatching(/^its watch was turned away: Evicted.*low on resource/),
			"the log of its watch could not be read: dial tcp 192.0.2.9:10250: i/o timeout",
			"Error: Cannot find module",
			"its watch said nothing",
		]);
		expect(marks).toEqual([]);
		expect(cluster.left).toEqual([]);
	});

	it("keeps what a watch saw that did not live to the end, and says so", async ({ expect }) => {
		const cluster = new WatchedCluster({ edge: { ends: { reason: "OOMKilled", exitCode: 137 } } });
		const watch = watchLinks(cluster, settings(["edge"]));
		await watch.ready;
		const { links } = await watch.stop(measured());
		expect(links.get("edge")).toMatchObject({
			...{ tailscale: "1.102.5", reason: "its watch ended (OOMKilled, exit code 137)" },
			paths: [{ pings: { sent: 1 } }],
		});
	});

	it("removes everything where nothing was measured, and reads nothing then", async ({ expect }) => {
		const cluster = new WatchedCluster({ away: { unreadable: "never asked for" } });
		const watch = watchLinks(cluster, settings(["near", "away"]));
		const stopped = watch.stop();
		expect(watch.stop(measured())).toBe(stopped);
		expect(await stopped).toEqual({ links: new Map(), marks: [] });
		expect(cluster.mostLogsInFlight).toBe(0);
		expect(cluster.left).toEqual([]);
	});

	it("gives what was seen though it cannot be removed, and says so", async ({ expect }) => {
		const cluster = new WatchedCluster();
		const notes: string[] = [];
		const onEvent = (event: MeasurementEvent) => void (event.type === "left" && notes.push(event.text));
		const watch = watchLinks(cluster, settings(["edge"], { onEvent }));
		await watch.ready;
		cluster.delete = () => Promise.reject(new LocaldnsError("LDNS742", "was deleted and is still there"));
		const { links } = await watch.stop(measured());
		expect(links.get("edge")).toMatchObject({ tailscale: "1.102.5" });
		expect(notes).toContain(
			"watches of links could not be removed (was deleted and is still there); later: localdns bench cleanup",
		);
	});

	it("gives every node a reason where pods can no longer be listed", async ({ expect }) => {
		const cluster = new WatchedCluster();
		const watch = watchLinks(cluster, settings(["near", "edge"]));
		await watch.ready;
		cluster.list = () => Promise.reject(new LocaldnsError("LDNS602", "not trusted"));
		const { links } = await watch.stop(measured());
		expect([...links.values()].map(({ reason }) => reason)).toEqual([
			"its watch could not be read: not trusted",
			"its watch could not be read: not trusted",
		]);
	});

	it("is not begun where the namespace may not be had", async ({ expect }) => {
		const cluster = new WatchedCluster();
		cluster.forbidden = new LocaldnsError("LDNS604", "the API server refuses it", { reason: "forbidden" });
		const watch = watchLinks(cluster, settings(["near"]));
		await expect(watch.ready).rejects.toMatchObject({ code: "LDNS604" });
		await watch.stop();
		expect(cluster.left).toEqual([]);
	});

	it("stops waiting for nodes that do not begin, at a signal or after its patience", async ({ expect }) => {
		const slow = { edge: { waits: ["ContainerCreating", "pulling"] as const } };
		const controller = new AbortController();
		const watches = [
			watchLinks(new WatchedCluster(slow), settings(["near", "edge"], { signal: controller.signal })),
			watchLinks(new WatchedCluster(slow), settings(["near", "edge"], { startPatienceMs: 1500 })),
		];
		setTimeout(() => controller.abort(), 1500);
		const begunAt = performance.now();
		await Promise.all(watches.map(({ ready }) => ready));
		expect(performance.now() - begunAt).toBeLessThan(6000);
		for (const watch of watches) {
			const { links } = await watch.stop(measured());
			expect(links.get("near")?.tailscale).toBe("1.102.5");
			expect(links.get("edge")).toMatchObject({
				tailscale: null,
				reason: expect.stringMatching(/^its watch waits: .*pulling/),
			});
		}
	});

	it("goes by the cluster's clock, and names the node whose own is wrong", async ({ expect }) => {
		const cluster = new WatchedCluster({ early: { clockMs: 8000 }, late: { clockMs: -8000 } }, 600_000);
		const watch = watchLinks(cluster, settings(["edge", "early", "late"]));
		await watch.ready;
		const { links, marks } = await watch.stop(measured());
		// Ten minutes off all of them, and yet in the measured part.
		expect(links.get("edge")?.paths[0]?.pings.sent).toBe(1);
		expect(marks.map(({ node, kind }) => [node, kind]).toSorted()).toEqual([
			["early", "clock"],
			["late", "clock"],
		]);
		const texts = Object.fromEntries(marks.map(({ node, text }) => [node, text]));
		expect(texts.early).toMatch(/^its clock is at least [5-8]\.\d s ahead of the cluster's/);
		expect(texts.late).toMatch(/^its clock is at least [5-9]\.\d s behind the cluster's/);
	});

	it("leaves the namespace to whoever else is in it, and what was there before to itself", async ({
		expect,
	}) => {
		const cluster = new WatchedCluster();
		const watch = watchLinks(cluster, settings(["edge"]));
		await watch.ready;
		const other = {
			apiVersion: "v1",
			kind: "Pod",
			metadata: { name: "install", namespace: nodeConfigNamespace },
		};
		await cluster.create(other);
		await watch.stop(measured());
		expect(cluster.left).toEqual([`Namespace ${nodeConfigNamespace}`, "Pod install"]);
		await cluster.delete({ apiVersion: "v1", kind: "Pod", name: "install" });
		const { removed } = await cleanUpLinkWatches(cluster, cleaning());
		expect(removed.map(({ kind }) => kind)).toEqual(["Namespace"]);
		await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: nodeConfigNamespace } });
		await watchLinks(cluster, settings(["edge"])).stop();
		expect(cluster.left).toEqual([`Namespace ${nodeConfigNamespace}`]);
	});

	it("names a namespace that a pod of a silent node holds, and goes on", async ({ expect }) => {
		const cluster = new WatchedCluster();
		await watchLinks(cluster, settings(["edge"])).ready;
		cluster.delete = ({ kind }) =>
			kind === "Namespace"
				? Promise.reject(new LocaldnsError("LDNS742", "was deleted and is still there"))
				: Promise.resolve(true);
		const warnings: string[] = [];
		const onChange = (event: ChangeEvent) => void (event.event === "warning" && warnings.push(event.text));
		const { removed } = await cleanUpLinkWatches(cluster, cleaning({ onChange }));
		expect(removed.map(({ kind }) => kind)).toEqual(["Pod", "ConfigMap"]);
		expect(warnings).toEqual([
			`namespace ${nodeConfigNamespace} goes when its last pod does, whose node does not answer`,
		]);
	});

	it("leaves a bench in another namespace its watches while it has its lock, unless forced", async ({
		expect,
	}) => {
		const cluster = new WatchedCluster();
		await watchLinks(cluster, settings(["edge"])).ready;
		await watchLinks(cluster, settings(["edge"], { run: "r2", benchNamespace: "other" })).ready;
		const lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease" };
		await cluster.create({ ...lease, metadata: { name: "localdns-bench-lock", namespace: "other" } });
		const { removed, spared } = await cleanUpLinkWatches(cluster, cleaning());
		expect(removed.map(({ name }) => name)).toEqual([
			"localdns-link-watch-r1-edge",
			"localdns-link-watch-r1",
		]);
		expect(spared).toEqual(["other"]);
		expect(cluster.left).toContain("Pod localdns-link-watch-r2-edge");
		const forced = await cleanUpLinkWatches(cluster, cleaning({ force: true }));
		expect(forced.spared).toEqual([]);
		expect(cluster.left).toEqual(["Lease localdns-bench-lock"]);
	});

	it("takes the watches of a bench elsewhere whose lock is gone, and those that do not say whose they are", async ({
		expect,
	}) => {
		const cluster = new WatchedCluster();
		await watchLinks(cluster, settings(["edge"], { benchNamespace: "other" })).ready;
		// As a version of localdns made them that did not name the bench.
		const metadata = { name: "old", namespace: nodeConfigNamespace, labels: linkWatchLabels("old") };
		await cluster.create({ apiVersion: "v1", kind: "ConfigMap", metadata });
		const { removed, spared } = await cleanUpLinkWatches(cluster, cleaning());
		expect(removed.map(({ kind }) => kind)).toEqual(["Pod", "ConfigMap", "ConfigMap", "Namespace"]);
		expect(spared).toEqual([]);
	});

	it("asks the API server at a steady rate, and few logs at a time, however many nodes there are", async ({
		expect,
	}) => {
		const nodes = Array.from({ length: 60 }, (_, index) => `n${index}`);
		const cluster = new WatchedCluster();
		const watch = watchLinks(cluster, settings(nodes));
		await watch.ready;
		const [first = 0] = cluster.created;
		expect((cluster.created.at(-1) ?? 0) - first).toBeGreaterThan((59 / 20) * 1000 - 100);
		const { links } = await watch.stop(measured());
		expect([...links.values()].every(({ tailscale }) => tailscale === "1.102.5")).toBe(true);
		expect(cluster.mostLogsInFlight).toBeLessThanOrEqual(6);
		// A pod is created, its log read, and deleted; the rest is the same for any number.
		expect(cluster.requests).toBeLessThan(60 * 3 + 25);
	});
});
