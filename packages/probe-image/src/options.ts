import { parseArgs } from "node:util";
import { LocaldnsError } from "@localdns/core";

export const usage = `Asks DNS questions at planned instants and writes what became of them.

Usage: probe [--plan FILE|-] [--resolv-conf PATH] [--start-file FILE] [--chunks]

  --plan FILE          the ProbePlan, JSON
  --plan -             the ProbePlan as the first line of stdin; when stdin ends, the probe ends at once (default)
  --resolv-conf PATH   where search list, options and nameservers stand (default /etc/resolv.conf)
  --start-file FILE    says "ready", and waits until FILE holds the start of the warm-up, ms since 1970; a probe that
                       is told too late leaves out what is past
  --chunks             writes compressed, numbered chunks with a sum, for a log that may be cut or read twice
  --help               this text

Writes one JSON record a line to stdout: hello, samples, summary. SIGINT and SIGTERM end the run at once;
what was measured is still summed up.
`;

export interface ProbeOptions {
	help: boolean;
	/** A path, or - for stdin. @default "-" */
	plan: string;
	/** @default "/etc/resolv.conf" */
	resolvConf: string;
	/** @default the plan says when it starts */
	startFile?: string;
	/** @default false */
	chunks: boolean;
}

/** @throws LocaldnsError LDNS101 */
export function parseOptions(argv: string[]): ProbeOptions {
	try {
		const { values } = parseArgs({
			args: argv,
			options: {
				help: { type: "boolean", default: false },
				plan: { type: "string", default: "-" },
				"resolv-conf": { type: "string", default: "/etc/resolv.conf" },
				"start-file": { type: "string" },
				chunks: { type: "boolean", default: false },
			},
		});
		const { help, plan, chunks, "resolv-conf": resolvConf, "start-file": startFile } = values;
		return { help, plan, resolvConf, chunks, ...(startFile === undefined ? {} : { startFile }) };
	} catch (error) {
		throw new LocaldnsError("LDNS101", (error as Error).message, { hint: "probe --help", cause: error });
	}
}
