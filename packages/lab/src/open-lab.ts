import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom } from "@localdns/core/measure";
import type { Lab } from "./lab-contract.ts";
import type { CachedArm, LabArm, LabOptions } from "./lab-options.ts";
import { LabParts } from "./lab-parts.ts";
import { openTunnel, type Tunnel } from "./link/tunnel.ts";
import { cacheAddress, clusterDnsService } from "./network/addresses.ts";
import { attachTunnel, buildNetwork } from "./network/build-network.ts";
import { type ArmPlaces, layPlaces } from "./network/place.ts";
import type { LabProcess } from "./process/lab-process.ts";
import { RunningLab } from "./running-lab.ts";
import { insideSandbox, sandboxRoom } from "./sandbox/inside.ts";
import { type CoreDnsVersion, provideCoreDns } from "./servers/coredns.ts";
import { startCache, startNearServers } from "./servers/start-servers.ts";
import { planChanges } from "./services/changes.ts";
import { externalHosts } from "./services/external-hosts.ts";
import { Publisher } from "./services/publisher.ts";
import { ServiceBook } from "./services/service-book.ts";
import { externalZone } from "./services/zone.ts";
import { type LabTailnet, layTailnet } from "./tailnet/lab-tailnet.ts";

const externalHostCount = 60;

/**
 * Builds a lab. Only inside a sandbox, and with CoreDNS provided before (`provideCoreDns`), and tailscale where it is
 * the overlay (`provideTailscale`), because a sandbox has no way out. Until it is up the link passes everything; then it is what was asked for.
 * @throws LocaldnsError LDNS203 when a part does not come up; nothing of the lab is left then
 * @throws the reason of `signal` as soon as it is aborted; nothing of the lab is left then either
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
		return await Promise.race([build(options, binaries, folder, parts), abandonment(options.signal)]);
	} catch (error) {
		await parts.close();
		throw error;
	}
}

async function build(
	options: LabOptions,
	binaries: Record<CoreDnsVersion, string>,
	folder: string,
	parts: LabParts,
): Promise<Lab> {
	const adopt = (part: LabProcess) => parts.adopt(part);
	const { link, seed, overlay } = options;
	const carries = overlay === undefined ? "tunnelled" : "bare";
	const joinEnds = async (tunnel: Tunnel): Promise<LabTailnet | undefined> => {
		if (overlay !== undefined) return await layTailnet(parts.places, { folder, link, tunnel }, adopt);
		await attachTunnel(parts.places, tunnel.devices);
		return undefined;
	};
	const [tunnel] = await Promise.all([
		openTunnel({ seed, folder, carries }, adopt),
		buildNetwork(parts.places),
	]);
	const hosts = externalHosts(externalHostCount);
	const book = new ServiceBook(hosts);
	const files = {
		clusterZoneFile: join(folder, "cluster.zone"),
		externalZoneFile: join(folder, "external.zone"),
	};
	const publisher = new Publisher(files.clusterZoneFile, book);
	const [tailnet] = await Promise.all([
		joinEnds(tunnel),
		publisher.publish(),
		writeFile(files.externalZoneFile, externalZone(hosts)),
	]);
	await startNearServers({ near: parts.places.near, folder, coredns: binaries["1.13.2"], ...files }, adopt);
	await Promise.all(
		options.arms.map(async (arm, index) => {
			if (arm.engine === "none") return;
			const file = join(folder, `Corefile.${index}`);
			const cache = { coredns: binaries[versionOf(arm)], corefile: arm.corefile, file };
			await startCache(parts.places.arms[index] as ArmPlaces, cache, adopt);
		}),
	);
	tunnel.link(link);
	const changes = planChanges(options.durationMs, createRandom(options.seed).fork("changes"));
	return new RunningLab({ options, parts, tunnel, hosts, book, publisher, changes, tailnet });
}

/** Never comes unless the signal does. */
function abandonment(signal: AbortSignal | undefined): Promise<never> {
	return new Promise((_, reject) => {
		const abandon = () => reject(signal?.reason);
		if (signal?.aborted === true) abandon();
		else signal?.addEventListener("abort", abandon, { once: true });
	});
}

const nameserverOf = (engine: LabArm["engine"]): string =>
	engine === "none" ? clusterDnsService : cacheAddress;
const versionOf = ({ engine }: CachedArm): CoreDnsVersion =>
	engine.slice("coredns-".length) as CoreDnsVersion;

/** The versions that a lab with these arms runs: 1.13.2 always, as the cluster DNS. */
export function coreDnsVersionsOf(arms: readonly LabArm[]): CoreDnsVersion[] {
	const caches = arms.flatMap((arm) => (arm.engine === "none" ? [] : [versionOf(arm)]));
	return [...new Set<CoreDnsVersion>(["1.13.2", ...caches])];
}
