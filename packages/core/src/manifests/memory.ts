import type { Corefile, Plugin, ServerBlock } from "../corefile/ast.ts";

/** Requests and limits of a container, as Kubernetes quantities. */
export interface Resources {
	readonly requests?: { readonly cpu?: string; readonly memory?: string };
	readonly limits?: { readonly cpu?: string; readonly memory?: string };
}

/*
 * From bench/cache-memory.ts on CoreDNS 1.13.2 and 1.15.0 (docs/decisions/0007-objects-around-the-corefile.md).
 * Entries of one address cost 0.8 KiB each where there are many, besides what every process has; the 3 KiB of the
 * limit are those that kubernetes/website issue 31571 found with real answers. Sockets count as well, which the heap does not show (kubernetes/dns issue 621).
 */
const atRestKiB = 56 * 1024;
const smallEntryKiB = 0.8;
const largeEntryKiB = 3;
const socketsKiB = 32 * 1024;
/** Of a query that waits for its upstream. */
const waitingKiB = 20;

/** CoreDNS rounds a capacity down to a multiple of 256, and 10,000 is its own (plugin/cache/cache.go). */
const ownCapacity = 9984;

/**
 * What a process with this Corefile asks for: its caches filled with small answers. What it may use: its caches filled
 * with large ones, and as many queries waiting for their upstreams as those take. Where a forward takes any number
 * there is no limit that an outage could not break, so there is none: a process killed for its memory leaves the
 * node without DNS. No limit of CPU, because a throttled cache is slower than none.
 */
export function cacheResources({ blocks }: Corefile): Resources {
	const entries = sum(blocks.map(entriesOf));
	const waiting = sum(blocks.flatMap(({ plugins }) => named("forward", plugins).map(concurrencyOf)));
	const requestMiB = roundUp((atRestKiB + entries * smallEntryKiB) / 1024, 16);
	const limitKiB = atRestKiB + socketsKiB + entries * largeEntryKiB + waiting * waitingKiB;
	return {
		requests: { cpu: "25m", memory: `${requestMiB}Mi` },
		...(Number.isFinite(limitKiB) ? { limits: { memory: `${roundUp(limitKiB / 1024, 64)}Mi` } } : {}),
	};
}

/**
 * GOMEMLIMIT for a container with a limit in Mi: Go collects its garbage harder before the kernel would kill the
 * process. Undefined where the limit is none or written otherwise.
 */
export function goMemoryLimit({ limits }: Resources): string | undefined {
	const [, mebibytes] = /^(\d+)Mi$/.exec(limits?.memory ?? "") ?? [];
	return mebibytes === undefined ? undefined : `${Math.floor(Number(mebibytes) * 0.85)}MiB`;
}

const named = (name: string, plugins: readonly Plugin[]): readonly Plugin[] =>
	plugins.filter((plugin) => plugin.name === name);

/** Success and denial have a cache each. */
function entriesOf({ plugins }: ServerBlock): number {
	const capacity = ({ options }: Plugin, half: string): number =>
		Number(options.find(({ name }) => name === half)?.args[0] ?? ownCapacity);
	return sum(named("cache", plugins).map((cache) => capacity(cache, "success") + capacity(cache, "denial")));
}

function concurrencyOf({ options }: Plugin): number {
	const most = Number(options.find(({ name }) => name === "max_concurrent")?.args[0] ?? 0);
	return most === 0 ? Number.POSITIVE_INFINITY : most;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
