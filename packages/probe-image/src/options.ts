import { parseArgs } from "node:util";
import { LocaldnsError } from "@localdns/core";

export const usage = `Asks DNS questions at planned instants and writes what became of them.

Usage: probe [--plan FILE|-] [--resolv-conf PATH]

  --plan FILE          the ProbePlan, JSON
  --plan -             the ProbePlan as the first line of stdin; when stdin ends, the probe ends at once (default)
  --resolv-conf PATH   where search list, options and nameservers stand (default /etc/resolv.conf)
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
			},
		});
		return { help: values.help, plan: values.plan, resolvConf: values["resolv-conf"] };
	} catch (error) {
		throw new LocaldnsError("LDNS101", (error as Error).message, { hint: "probe --help", cause: error });
	}
}
