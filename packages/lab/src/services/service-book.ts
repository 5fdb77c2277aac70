import type { NameState, Truth } from "@localdns/core/measure";
import type { Change } from "./changes.ts";
import type { ExternalHost } from "./external-hosts.ts";
import {
	appearingServices,
	type Service,
	serviceFqdn,
	steadyServices,
	vanishingServices,
} from "./service.ts";

/** Which Services there are now, and what every name was worth since the run began. */
export class ServiceBook {
	readonly #services = new Map<string, Service>();
	readonly #truth: Record<string, NameState[]> = {};
	readonly #applied: { atMs: number; text: string }[] = [];

	constructor(hosts: readonly ExternalHost[]) {
		for (const service of [...steadyServices, ...vanishingServices])
			this.#services.set(serviceFqdn(service), service);
		for (const [fqdn, { clusterIp }] of this.#services)
			this.#truth[fqdn] = [{ sinceMs: null, addresses: [clusterIp] }];
		for (const service of appearingServices)
			this.#truth[serviceFqdn(service)] = [{ sinceMs: null, addresses: [] }];
		for (const { fqdn, address } of hosts) this.#truth[fqdn] = [{ sinceMs: null, addresses: [address] }];
	}

	services(): Service[] {
		return [...this.#services.values()];
	}

	/** Notes a change that happened at this instant of the measured part. */
	apply(change: Change, atMs: number): void {
		const fqdn = serviceFqdn(change.service);
		const gone = change.kind === "vanishes";
		if (gone) this.#services.delete(fqdn);
		else this.#services.set(fqdn, change.service);
		this.#truth[fqdn]?.push({ sinceMs: atMs, addresses: gone ? [] : [change.service.clusterIp] });
		this.#applied.push({ atMs, text: change.text });
	}

	truth(): Truth {
		return structuredClone(this.#truth);
	}

	changes(): { atMs: number; text: string }[] {
		return [...this.#applied];
	}
}
