import type { Random } from "@localdns/core/measure";
import {
	appearingServices,
	type Service,
	serviceFqdn,
	steadyServices,
	vanishingServices,
} from "./service.ts";

/** A change of the cluster's Services at a planned instant of the measured part. */
export interface Change {
	atMs: number;
	service: Service;
	/** `moves`: the same name gets another address, as when a Service is deleted and created again. */
	kind: "appears" | "moves" | "vanishes";
	text: string;
}

/** Shares of the measured part at which changes come, each moved by up to `spread` either way. */
const appearAt = [0.2, 0.62];
const moveAt = [0.33, 0.5, 0.76];
const vanishAt = [0.42];
const spread = 0.03;

/** Addresses that no Service begins with. */
const newAddress = (number: number): string => `10.43.250.${number + 1}`;

/** The run's changes in time order; the same seed plans the same. */
export function planChanges(durationMs: number, random: Random): Change[] {
	const at = (share: number) => Math.round((share + (random.next() * 2 - 1) * spread) * durationMs);
	const movable = random.shuffle(
		steadyServices.filter(({ namespace, name }) => namespace !== "kube-system" && name !== "kubernetes"),
	);
	const changes = [
		...appearAt.map((share, index) => {
			const service = appearingServices[index] as Service;
			return {
				atMs: at(share),
				service,
				kind: "appears" as const,
				text: `${serviceFqdn(service)} appears with ${service.clusterIp}`,
			};
		}),
		...moveAt.map((share, index) => {
			const before = movable[index] as Service;
			const service = { ...before, clusterIp: newAddress(index) };
			return {
				atMs: at(share),
				service,
				kind: "moves" as const,
				text: `${serviceFqdn(service)} moves from ${before.clusterIp} to ${service.clusterIp}`,
			};
		}),
		...vanishAt.map((share, index) => {
			const service = vanishingServices[index] as Service;
			return {
				atMs: at(share),
				service,
				kind: "vanishes" as const,
				text: `${serviceFqdn(service)} vanishes`,
			};
		}),
	];
	return changes.sort((a, b) => a.atMs - b.atMs);
}
