// What the node Job runs: one file in stock Node, on the node that it changes. Its result is its termination
// message; the exit code is 0 where the node is as wanted.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { LocaldnsError } from "@localdns/core";
import { parseAddresses } from "@localdns/core/k3s";
import { nodeRoot } from "../node-files/root.ts";
import type { NodeOutcome } from "../ports/node-access.ts";
import { giveBackHere, turnHere } from "./change-node.ts";
import { hostAround } from "./node-host.ts";
import { printNodeResult } from "./node-result.ts";

const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());

async function obey(): Promise<NodeOutcome> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			root: { type: "string", default: "/host" },
			addresses: { type: "string", default: "" },
			adopt: { type: "boolean", default: false },
			"patience-seconds": { type: "string", default: "90" },
		},
	});
	const patienceMs = Number(values["patience-seconds"]) * 1000;
	const context = { root: nodeRoot(values.root), host: hostAround, signal: stop.signal };
	if (positionals[0] === "give-back") return await giveBackHere(context, patienceMs);
	const addresses = parseAddresses(values.addresses);
	if (addresses === undefined) throw new Error(`no addresses: ${values.addresses}`);
	return await turnHere(context, { addresses, adopt: values.adopt, patienceMs });
}

let outcome: NodeOutcome;
try {
	outcome = await obey();
} catch (error) {
	const reason = error instanceof Error ? error.message : String(error);
	outcome = {
		is: "unclear",
		error: new LocaldnsError("LDNS723", "the program on the node failed", { reason }),
	};
}
const text = printNodeResult(outcome);
writeFileSync("/dev/termination-log", text);
process.stdout.write(`${text}\n`);
process.exit(outcome.is === "done" ? 0 : 1);
