import { LocaldnsError } from "@localdns/core";
import type { BenchNames } from "@localdns/core/config";
import { cacheName, upstreamServiceName } from "@localdns/core/manifests";
import { createRandom, type StubProfile } from "@localdns/core/measure";
import { keyOf, type NamedService } from "./named-services.ts";

export interface ServiceChoice {
	readonly names: BenchNames;
	/** Resolutions of hot names per second per arm. */
	readonly rate: number;
	/** For which the cluster DNS lets its answers be kept. */
	readonly ttlSeconds: number;
	readonly stubProfile: StubProfile;
	readonly seed: number;
}

/** A name with more addresses is answered by TCP, and its answer is another measurement. */
const mostAddresses = 12;

/** Services of the cache itself, which come and go with it: a run without the cache could not ask for them. */
const cacheServices: readonly string[] = [cacheName, upstreamServiceName];

/**
 * Forms in which a Service of another namespace is asked for (planWorkloads): each has a name of its own, or one that is
 * found not to exist first, and each is to come round within the TTL.
 */
const formsOf = (stubProfile: StubProfile): number => (stubProfile === "raw" ? 1 : 3);

/**
 * The Services of the workload `hot`: as many as come round within the TTL in all their forms, at least one. The same
 * seed and the same Services give the same choice, one more or fewer changes it by one. Those of the file come first;
 * then one with an address of its own, one headless, and whatever the seed draws; never the cache's own.
 *
 * @throws LocaldnsError LDNS331 for a Service of the file that does not exist or has no address
 */
export function chooseServices(
	services: readonly NamedService[],
	{ names, rate, ttlSeconds, stubProfile, seed }: ServiceChoice,
): NamedService[] {
	const byKey = new Map(services.map((service) => [keyOf(service), service]));
	const added = names.services.map((wanted) => {
		const found = byKey.get(keyOf(wanted));
		const text = `${wanted.name}.${wanted.namespace}`;
		if (found === undefined) throw new LocaldnsError("LDNS331", `--names: there is no Service ${text}`);
		if (found.addresses.length === 0)
			throw new LocaldnsError("LDNS331", `--names: Service ${text} has no address to answer with`);
		return found;
	});
	const lots = createRandom(seed).fork("services");
	const drawn = services
		.filter(
			(service) =>
				!added.includes(service) &&
				!cacheServices.includes(service.name) &&
				service.addresses.length > 0 &&
				service.addresses.length <= mostAddresses &&
				!names.excludes(service),
		)
		// By a lot of its own, so that one which comes or goes between two runs leaves the others where they are.
		.map((service) => ({ service, lot: lots.fork(keyOf(service)).next() }))
		.toSorted((one, other) => one.lot - other.lot)
		.map(({ service }) => service);
	const withAddress = drawn.find(({ isHeadless }) => !isHeadless);
	const headless = drawn.find(({ isHeadless }) => isHeadless);
	const first = [withAddress, headless].filter((service) => service !== undefined);
	const most = Math.max(1, Math.floor((rate * ttlSeconds) / formsOf(stubProfile)));
	const rest = [...first, ...drawn.filter((service) => !first.includes(service))];
	return [...added, ...rest.slice(0, Math.max(0, most - added.length))];
}
