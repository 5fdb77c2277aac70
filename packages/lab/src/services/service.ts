import { clusterDnsService, clusterDomain } from "../network/addresses.ts";

/** A Kubernetes Service with a cluster IP, as far as DNS shows it. */
export interface Service {
	name: string;
	namespace: string;
	clusterIp: string;
}

/** `cart.default.svc.cluster.local.`: absolute, lower case, with the final dot. */
export const serviceFqdn = ({ name, namespace }: Pick<Service, "name" | "namespace">): string =>
	`${name}.${namespace}.svc.${clusterDomain}.`;

const serviceIn =
	(namespace: string) =>
	([name, clusterIp]: readonly [string, string]): Service => ({ name, namespace, clusterIp });

/** What K3s brings, and a shop half of which lives in the asking pod's own namespace, `default`. */
export const steadyServices: readonly Service[] = [
	...(
		[
			["kube-dns", clusterDnsService],
			["metrics-server", "10.43.110.4"],
			["traefik", "10.43.201.77"],
		] as const
	).map(serviceIn("kube-system")),
	...(
		[
			["kubernetes", "10.43.0.1"],
			["web", "10.43.18.20"],
			["cart", "10.43.61.7"],
			["catalog", "10.43.142.33"],
			["checkout", "10.43.90.151"],
		] as const
	).map(serviceIn("default")),
	...(
		[
			["orders", "10.43.7.118"],
			["payments", "10.43.33.202"],
			["stock", "10.43.174.9"],
			["users", "10.43.226.64"],
		] as const
	).map(serviceIn("shop")),
];

/** Services that do not exist when the run begins. */
export const appearingServices: readonly Service[] = (
	[
		["promotions", "10.43.52.81"],
		["reviews", "10.43.119.240"],
	] as const
).map(serviceIn("shop"));

/** A Service that goes while the run lasts. */
export const vanishingServices: readonly Service[] = ([["vouchers", "10.43.84.17"]] as const).map(
	serviceIn("shop"),
);
