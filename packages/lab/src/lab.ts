import type { ChildProcess, StdioOptions } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocaldnsError } from "@localdns/core";
import { createRandom, type Truth } from "@localdns/core/measure";
import type { LinkReport } from "@localdns/core/report";
import type { LabArm, LabOptions } from "./lab-options.ts";
import { proveLink } from "./link/echo-run.ts";
import { describeLink } from "./link/link-report.ts";
import type { LinkProof } from "./link/proof.ts";
import { openTunnel, type Tunnel } from "./link/tunnel.ts";
import { cacheAddress, clusterDnsService } from "./network/addresses.ts";
import { attachTunnel, buildNetwork } from "./network/build-network.ts";
import { type ArmPlaces, allPlaces, inPlace, layPlaces, type Place, type Places } from "./network/place.ts";
import { deathOf, type LabProcess } from "./process/lab-process.ts";
import { run } from "./process/run.ts";
import { insideSandbox, sandboxRoom } from "./sandbox/inside.ts";
import { type CoreDnsVersion, provideCoreDns } from "./servers/coredns.ts";
import { startCache, startNearServers } from "./servers/start-servers.ts";
import { type Change, planChanges } from "./services/changes.ts";
import { externalHosts } from "./services/external-hosts.ts";
import { Publisher } from "./services/publisher.ts";
import { appearingServices, steadyServices, vanishingServices } from "./services/service.ts";
import { ServiceBook } from "./services/service-book.ts";
import { externalZone } from "./services/zone.ts";

/** Names that can be asked in the lab; the rest is NXDOMAIN. */
export interface LabNames {
	/** Services that exist all the time; some change their address. */
	services: { name: string; namespace: string }[];
	/** Services that appear or vanish during the measured part. */
	fresh: { name: string; namespace: string }[];
	/** Names outside the cluster, without the final dot. */
	external: string[];
	/** Namespace of the asking pods. */
	podNamespace: string;
}

/** The pod of an arm. */
export interface LabPod {
	arm: string;
	/** What its resolv.conf names. */
	nameserver: string;
}

/** A running lab. It lives inside a sandbox and ends, at the latest, with it. */
export interface Lab {
	readonly pods: readonly LabPod[];
	readonly names: LabNames;
	/** near, far, and for each arm node/ARM and pod/ARM: see `inPlace`. */
	readonly places: readonly Place[];
	/** Starts a process in a pod: its network, its /etc/resolv.conf. It ends with the lab. */
	spawnIn(pod: LabPod, argv: readonly string[], stdio: StdioOptions): ChildProcess;
	/**
	 * Proves with packets of its own that the link is what was asked for; part of the warm-up.
	 * @param durationMs @default 4000
	 */
	proveLink(durationMs?: number): Promise<LinkProof>;
	/** The measured part begins at this instant: blackouts, changes of Services and counters refer to it. */
	startMeasured(atEpochMs: number): void;
	truth(): Truth;
	/** Changes of Services so far, when they really came. */
	changes(): { atMs: number; text: string }[];
	linkReport(): Promise<LinkReport>;
	/** Called once, with the first part that died although it was needed (LDNS204). */
	onFailure(callback: (error: LocaldnsError) => void): void;
	/** Ends every process of the lab. */
	close(): Promise<void>;
}

const externalHostCount = 60;

/**
 * Builds a lab. Only inside a sandbox, and with CoreDNS provided before (`provideCoreDns`), because a
 * sandbox has no way out. Until it is up the link passes everything; then it is what was asked for.
 * @throws LocaldnsError LDNS203 when a part does not come up; nothing of the lab is left then
 */
export async function openLab(options: LabOptions): Promise<Lab> {
	if (!insideSandbox()) throw new Error("a lab can only be opened inside a sandbox");
	const binaries = await provideCoreDns(
		coreDnsVersionsOf(options.arms),
		options.coredns,
		options.onProgress ?? (() => {}),
	);
	const folder = await mkdtemp(join(sandboxRoom(), "lab-"));
	const parts = new LabParts(
		layPlaces(
			folder,
			options.arms.map(({ arm, engine }) => ({ arm, nameserver: nameserverOf(engine) })),
		),
	);
	try {
		const [tunnel] = await Promise.all([
			openTunnel(options.link, options.seed, (part) => parts.adopt(part)),
			buildNetwork(parts.places),
		]);
		const hosts = externalHosts(externalHostCount);
		const book = new ServiceBook(hosts);
		const files = {
			clusterZoneFile: join(folder, "cluster.zone"),
			externalZoneFile: join(folder, "external.zone"),
		};
		const publisher = new Publisher(files.clusterZoneFile, book);
		await Promise.all([
			attachTunnel(parts.places, tunnel.devices),
			publisher.publish(),
			writeFile(files.externalZoneFile, externalZone(hosts)),
		]);
		const adopt = (part: LabProcess) => parts.adopt(part);
		await startNearServers({ near: parts.places.near, folder, coredns: binaries["1.13.2"], ...files }, adopt);
		await Promise.all(
			options.arms.map(async ({ engine, corefile = "" }, index) => {
				if (engine === "none") return;
				const cache = {
					coredns: binaries[versionOf(engine)],
					corefile,
					file: join(folder, `Corefile.${index}`),
				};
				await startCache(parts.places.arms[index] as ArmPlaces, cache, adopt);
			}),
		);
		tunnel.impair();
		const changes = planChanges(options.durationMs, createRandom(options.seed).fork("changes"));
		return new OpenLab(options, parts, tunnel, book, publisher, changes);
	} catch (error) {
		await parts.close();
		throw error;
	}
}

const nameserverOf = (engine: LabArm["engine"]): string =>
	engine === "none" ? clusterDnsService : cacheAddress;
const versionOf = (engine: Exclude<LabArm["engine"], "none">): CoreDnsVersion =>
	engine.slice("coredns-".length) as CoreDnsVersion;

/** The versions that a lab with these arms runs: 1.13.2 always, as the cluster DNS. */
export function coreDnsVersionsOf(arms: readonly LabArm[]): CoreDnsVersion[] {
	const caches = arms.flatMap(({ engine }) => (engine === "none" ? [] : [versionOf(engine)]));
	return [...new Set<CoreDnsVersion>(["1.13.2", ...caches])];
}

/** Everything that has to go when the lab goes. */
class LabParts {
	readonly places: Places;
	readonly #processes: LabProcess[] = [];
	readonly #guests = new Set<ChildProcess>();
	#failed: ((error: LocaldnsError) => void) | undefined;
	#failure: LocaldnsError | undefined;
	#closing = false;

	constructor(places: Places) {
		this.places = places;
	}

	/** Takes a process over: from now on its death is a failure of the lab. */
	adopt(process: LabProcess): void {
		this.#processes.push(process);
		void process.ended.then((how) => {
			if (this.#closing || this.#failure !== undefined) return;
			this.#failure = deathOf(process, how, "LDNS204");
			this.#failed?.(this.#failure);
		});
	}

	host(guest: ChildProcess): void {
		this.#guests.add(guest);
		guest.once("close", () => this.#guests.delete(guest));
	}

	onFailure(callback: (error: LocaldnsError) => void): void {
		this.#failed = callback;
		if (this.#failure !== undefined) callback(this.#failure);
	}

	async close(): Promise<void> {
		this.#closing = true;
		for (const guest of this.#guests) guest.kill("SIGKILL");
		await Promise.all(this.#processes.map((each) => each.stop()));
		// Namespaces go when nothing holds them. One that was never made is no failure of the removal.
		const files = allPlaces(this.places).map(({ net }) => net);
		await run("the removal of the lab", ["umount", "--quiet", ...files]).catch(() => {});
	}
}

class OpenLab implements Lab {
	readonly pods: readonly LabPod[];
	readonly names: LabNames;
	readonly places: readonly Place[];
	readonly #options: LabOptions;
	readonly #parts: LabParts;
	readonly #tunnel: Tunnel;
	readonly #book: ServiceBook;
	readonly #publisher: Publisher;
	readonly #changes: readonly Change[];
	readonly #ending = new AbortController();
	#proof: LinkProof | undefined;

	constructor(
		options: LabOptions,
		parts: LabParts,
		tunnel: Tunnel,
		book: ServiceBook,
		publisher: Publisher,
		changes: readonly Change[],
	) {
		this.#options = options;
		this.#parts = parts;
		this.#tunnel = tunnel;
		this.#book = book;
		this.#publisher = publisher;
		this.#changes = changes;
		this.pods = parts.places.arms.map(({ arm, nameserver }) => ({ arm, nameserver }));
		this.places = allPlaces(parts.places);
		this.names = {
			services: steadyServices.map(({ name, namespace }) => ({ name, namespace })),
			fresh: [...appearingServices, ...vanishingServices].map(({ name, namespace }) => ({ name, namespace })),
			external: externalHosts(externalHostCount).map(({ fqdn }) => fqdn.slice(0, -1)),
			podNamespace: "default",
		};
	}

	spawnIn(pod: LabPod, argv: readonly string[], stdio: StdioOptions): ChildProcess {
		const place = this.places.find(({ name }) => name === `pod/${pod.arm}`) as Place;
		const [program, ...rest] = inPlace(place, argv) as [string, ...string[]];
		const guest = spawn(program, rest, { stdio, detached: true });
		this.#parts.host(guest);
		return guest;
	}

	async proveLink(durationMs = 4000): Promise<LinkProof> {
		this.#proof = await proveLink(this.#options.link, this.#parts.places, this.#tunnel, durationMs);
		return this.#proof;
	}

	startMeasured(atEpochMs: number): void {
		const { durationMs, blackouts } = this.#options;
		this.#tunnel.measure({ atEpochMs, durationMs, blackouts: [...blackouts] });
		this.#publisher.follow(this.#changes, atEpochMs, this.#ending.signal).catch((error: unknown) => {
			if (!this.#ending.signal.aborted) throw error;
		});
	}

	truth(): Truth {
		return this.#book.truth();
	}

	changes(): { atMs: number; text: string }[] {
		return this.#book.changes();
	}

	async linkReport(): Promise<LinkReport> {
		const { measured } = await this.#tunnel.count();
		return describeLink(this.#options, this.#proof, measured);
	}

	onFailure(callback: (error: LocaldnsError) => void): void {
		this.#parts.onFailure(callback);
	}

	async close(): Promise<void> {
		this.#ending.abort();
		await this.#parts.close();
	}
}
