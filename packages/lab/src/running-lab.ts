import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { LocaldnsError } from "@localdns/core";
import type { Truth } from "@localdns/core/measure";
import type { LinkReport } from "@localdns/core/report";
import type { Lab, LabNames, LabPod } from "./lab-contract.ts";
import type { LabOptions } from "./lab-options.ts";
import type { LabParts } from "./lab-parts.ts";
import { proveLink } from "./link/echo-run.ts";
import { describeLink } from "./link/link-report.ts";
import type { LinkProof } from "./link/proof.ts";
import type { Tunnel } from "./link/tunnel.ts";
import { nearTunnel, underlay } from "./network/addresses.ts";
import { allPlaces, inPlace, type Place } from "./network/place.ts";
import type { Overlay } from "./overlay.ts";
import type { Change } from "./services/changes.ts";
import type { ExternalHost } from "./services/external-hosts.ts";
import type { Publisher } from "./services/publisher.ts";
import { appearingServices, steadyServices, vanishingServices } from "./services/service.ts";
import type { ServiceBook } from "./services/service-book.ts";
import type { LabTailnet } from "./tailnet/lab-tailnet.ts";
import { tailscaleVersion } from "./tailnet/provide-tailscale.ts";

/** What `openLab` has put together. */
export interface LabPieces {
	options: LabOptions;
	parts: LabParts;
	tunnel: Tunnel;
	hosts: readonly ExternalHost[];
	book: ServiceBook;
	publisher: Publisher;
	/** In order of time. */
	changes: readonly Change[];
	tailnet: LabTailnet | undefined;
}

export class RunningLab implements Lab {
	readonly pods: readonly LabPod[];
	readonly names: LabNames;
	readonly places: readonly Place[];
	readonly control: string;
	readonly overlay?: Overlay;
	readonly #pieces: LabPieces;
	readonly #ending = new AbortController();
	#proof: LinkProof | undefined;

	constructor(pieces: LabPieces) {
		this.#pieces = pieces;
		const { parts, hosts } = pieces;
		this.pods = parts.places.arms.map(({ arm, nameserver }) => ({ arm, nameserver }));
		this.places = allPlaces(parts.places);
		this.control = pieces.tunnel.control;
		if (pieces.options.overlay !== undefined) this.overlay = pieces.options.overlay;
		this.names = {
			services: steadyServices.map(({ name, namespace }) => ({ name, namespace })),
			fresh: [...appearingServices, ...vanishingServices].map(({ name, namespace }) => ({ name, namespace })),
			external: hosts.map(({ fqdn }) => fqdn.slice(0, -1)),
			podNamespace: "default",
		};
	}

	spawnIn(pod: LabPod, argv: readonly string[], stdio: StdioOptions): ChildProcess {
		const place = this.places.find(({ name }) => name === `pod/${pod.arm}`) as Place;
		const [program, ...rest] = inPlace(place, argv) as [string, ...string[]];
		const guest = spawn(program, rest, { stdio, detached: true });
		this.#pieces.parts.host(guest);
		return guest;
	}

	async proveLink(durationMs = 4000): Promise<LinkProof> {
		const { options, parts, tunnel, tailnet } = this.#pieces;
		const { near, far } = parts.places;
		this.#proof = await proveLink(
			options.link,
			{ near, far, address: tailnet === undefined ? nearTunnel : underlay.near },
			tunnel,
			durationMs,
			this.#ending.signal,
		);
		return this.#proof;
	}

	startMeasured(atEpochMs: number): void {
		const { durationMs, blackouts } = this.#pieces.options;
		this.#pieces.tunnel.measure({ atEpochMs, durationMs, blackouts: [...blackouts] });
		this.#pieces.tailnet?.watch.follow(atEpochMs, this.#ending.signal);
		this.#pieces.publisher
			.follow(this.#pieces.changes, atEpochMs, this.#ending.signal)
			.catch((error: unknown) => {
				if (this.#ending.signal.aborted) return;
				const reason = error instanceof Error ? error.message : String(error);
				this.#pieces.parts.fail(
					new LocaldnsError("LDNS204", "the zone of the cluster DNS could not be changed", {
						reason,
						cause: error,
					}),
				);
			});
	}

	truth(): Truth {
		return this.#pieces.book.truth();
	}

	changes(): { atMs: number; text: string }[] {
		return this.#pieces.book.changes();
	}

	async linkReport(): Promise<LinkReport> {
		const { options, tunnel, tailnet } = this.#pieces;
		const { measured } = await tunnel.count();
		const seen = await tailnet?.watch.report();
		const overlay = seen && ({ name: "tailscale", version: tailscaleVersion, ...seen } as const);
		return describeLink(options, this.#proof, measured, overlay);
	}

	onFailure(callback: (error: LocaldnsError) => void): void {
		this.#pieces.parts.onFailure(callback);
	}

	async close(): Promise<void> {
		this.#ending.abort();
		await this.#pieces.parts.close();
	}
}
