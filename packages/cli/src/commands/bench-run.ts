import { LocaldnsError } from "@localdns/core";
import type { BenchLabOptions } from "./bench-lab.ts";

type BenchRunOptions = BenchLabOptions & { readonly lab?: true | undefined };

/** `bench`: with `--lab` on this machine. @throws LocaldnsError LDNS101 */
export async function benchRun(options: BenchRunOptions): Promise<number> {
	if (options.lab !== true) {
		throw new LocaldnsError(
			"LDNS101",
			"bench: this version measures in the lab only; allowed is bench --lab",
			{
				hint: "localdns bench --lab --quick",
			},
		);
	}
	const { benchLab } = await import("./bench-lab.ts");
	return await benchLab(options);
}
