// The composition root of the program that a pod of `--link-info` runs. That of `doctor`: files, tailscaled and the kernel
// in, one line of JSON out. That of `bench`: with --watch-ms, the ways to other nodes for so long, a line every ten
// seconds. It needs no right: it runs as nobody.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type PathTarget, printNodeFacts } from "@localdns/core/cluster";
import { kernelOf } from "./kernel.ts";
import { resolversOf } from "./resolvers.ts";
import { tailscaleOf } from "./tailscale.ts";
import { watchLinks } from "./watch-links.ts";

const { values } = parseArgs({
	options: {
		/** JSON list of PathTarget. */
		targets: { type: "string", default: "[]" },
		socket: { type: "string", default: "/host/run/tailscale/tailscaled.sock" },
		interfaces: { type: "string", default: "/host/net" },
		modules: { type: "string", default: "/host/lib/modules" },
		"resolv-conf": { type: "string", default: "/etc/resolv.conf" },
		result: { type: "string", default: "/dev/termination-log" },
		"watch-ms": { type: "string" },
	},
});
const { socket, interfaces } = values;
const targets = JSON.parse(values.targets) as PathTarget[];

if (values["watch-ms"] === undefined) {
	const text = printNodeFacts({
		kernel: kernelOf(values.modules),
		resolvers: resolversOf(values["resolv-conf"]),
		tailscale: await tailscaleOf({ socket, interfaces, targets }),
	});
	writeFileSync(values.result, text);
	process.stdout.write(`${text}\n`);
} else {
	const told = new AbortController();
	process.once("SIGTERM", () => told.abort());
	await watchLinks({
		...{ socket, interfaces, targets },
		forMs: Number(values["watch-ms"]),
		signal: told.signal,
		write: (text) => process.stdout.write(text),
	});
	// Pings that are under way are not waited for.
	process.exit();
}
