import { parseCorefile, printCorefile } from "../packages/core/src/corefile/index.ts";
import { openCorefileOracle, provideCorefileOracle } from "../packages/lab/src/oracle/index.ts";

/** As many lines as asked for, of the shape that the Kubernetes add-on has; 20 lines a block. */
function corefileOf(lines: number): string {
	const block = (index: number): string => `zone${index}.example:53 {
    errors
    cache {
        success 9984 30
        denial 9984 5
    }
    reload
    loop
    # the node's own address, and that of the cluster DNS
    bind 169.254.20.10 10.43.0.10
    forward . 10.43.0.11 10.43.0.12 {
        force_tcp
        max_fails 2
        policy sequential
    }
    log . "{remote} {name}" {
        class error
    }
    prometheus :9253
}
`;
	return Array.from({ length: lines / 20 }, (_, index) => block(index)).join("");
}

function parseAndPrint(text: string): void {
	const parsed = parseCorefile(text);
	if (!parsed.ok) throw new Error(parsed.error.message);
	printCorefile(parsed.corefile);
}

/** The fastest of several rounds, after as many to warm up; nanoseconds of one. */
function time(text: string, times: number): number {
	let best = Number.POSITIVE_INFINITY;
	for (let round = 0; round < 20; round += 1) {
		const began = process.hrtime.bigint();
		for (let count = 0; count < times; count += 1) parseAndPrint(text);
		const each = Number(process.hrtime.bigint() - began) / times;
		if (round >= 10) best = Math.min(best, each);
	}
	return best;
}

/** Parsing and printing against the real parser, both warm, each in its own process, in turns. */
export async function corefileRatios(): Promise<string[]> {
	await using oracle = openCorefileOracle(await provideCorefileOracle(() => {}));
	const text = corefileOf(200);
	let [ours, theirs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	for (let turn = 0; turn < 3; turn += 1) {
		ours = Math.min(ours, time(text, 100));
		theirs = Math.min(theirs, await oracle.time(text, 100));
	}
	const [thousand, tenThousand] = [time(corefileOf(1_000), 20), time(corefileOf(10_000), 2)];
	return [
		`200 lines parsed and printed: ${micro(ours)} µs, ${(ours / theirs).toFixed(2)} × CoreDNS' own parser, which only parses, ${micro(theirs)} µs (allowed 3)`,
		`10,000 lines: ${micro(tenThousand)} µs, ${(tenThousand / thousand).toFixed(1)} × 1,000 lines`,
	];
}

const micro = (nanoseconds: number): string => (nanoseconds / 1e3).toFixed(0);
