import { parseCorefile } from "@localdns/core/corefile";

/** CoreDNS' own for answers of its plugin kubernetes. */
const usualSeconds = 5;

/** How long answers about Services may be kept, as the Corefile of the cluster DNS says it; its default where it does not. */
export function serviceTtlSeconds(corefile: string | undefined): number {
	if (corefile === undefined) return usualSeconds;
	const parsed = parseCorefile(corefile, { file: "Corefile", knownDirectives: "any" });
	if (!parsed.ok) return usualSeconds;
	const stated = parsed.corefile.blocks.flatMap(({ plugins }) =>
		plugins.flatMap(({ name, options }) =>
			name === "kubernetes"
				? options.flatMap((option) => (option.name === "ttl" ? Number(option.args[0]) : []))
				: [],
		),
	);
	const [seconds] = stated.filter((each) => Number.isInteger(each) && each > 0);
	return seconds ?? usualSeconds;
}
