import { parseCorefile } from "@localdns/core/corefile";

/** Where a cache shows its metrics to pods of its node. */
export interface CacheMetrics {
	/** Undefined: on the node's own address. */
	readonly address: string | undefined;
	readonly port: number;
}

/** As its Corefiles say it; undefined where they show metrics to nobody, or to the node alone. */
export function cacheMetrics(corefiles: readonly string[]): CacheMetrics | undefined {
	const [listener] = corefiles.flatMap((text) => {
		const parsed = parseCorefile(text, { file: "Corefile", knownDirectives: "any" });
		if (!parsed.ok) return [];
		return parsed.corefile.blocks.flatMap(({ plugins }) =>
			plugins.flatMap(({ name, args }) => (name === "prometheus" ? (args[0] ?? "localhost:9153") : [])),
		);
	});
	const [, host = "", port] = /^(.*):(\d+)$/.exec(listener ?? "") ?? [];
	if (port === undefined || host === "localhost" || host.startsWith("127.") || host === "[::1]")
		return undefined;
	const isOfNode = host === "" || host === "0.0.0.0" || host === "[::]" || host.includes("$");
	return { address: isOfNode ? undefined : host, port: Number(port) };
}

/** The URL that a probe on a node reads; undefined without an address to read it at. */
export function metricsUrl(
	{ address, port }: CacheMetrics,
	nodeAddress: string | undefined,
): string | undefined {
	const host = address ?? nodeAddress;
	if (host === undefined) return undefined;
	return `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}/metrics`;
}
