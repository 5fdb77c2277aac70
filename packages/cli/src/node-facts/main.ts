// The composition root of the program that a pod of `doctor --link-info` runs: files, tailscaled and the kernel in, one
// line of JSON out. It needs no right: it runs as nobody.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type PathTarget, printNodeFacts } from "@localdns/core/cluster";
import { kernelOf } from "./kernel.ts";
import { resolversOf } from "./resolvers.ts";
import { tailscaleOf } from "./tailscale.ts";

const { values } = parseArgs({
	options: {
		/** JSON list of PathTarget. */
		targets: { type: "string", default: "[]" },
		socket: { type: "string", default: "/host/run/tailscale/tailscaled.sock" },
		interfaces: { type: "string", default: "/host/net" },
		modules: { type: "string", default: "/host/lib/modules" },
		"resolv-conf": { type: "string", default: "/etc/resolv.conf" },
		result: { type: "string", default: "/dev/termination-log" },
	},
});
const text = printNodeFacts({
	kernel: kernelOf(values.modules),
	resolvers: resolversOf(values["resolv-conf"]),
	tailscale: await tailscaleOf({
		socket: values.socket,
		interfaces: values.interfaces,
		targets: JSON.parse(values.targets) as PathTarget[],
	}),
});
writeFileSync(values.result, text);
process.stdout.write(`${text}\n`);
