// `node bench/cache-memory.ts`: what the cache's memory is made of, on the real servers and with the Corefiles that
// `render` prints. The figures behind packages/core/src/manifests/memory.ts; run by hand, about two minutes.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildNodeCorefile, printCorefile } from "../packages/core/src/corefile/index.ts";
import { provideCoreDns } from "../packages/lab/src/index.ts";

const child = fileURLToPath(new URL("./cache-memory-child.ts", import.meta.url));
const servers = await provideCoreDns(["1.13.2", "1.15.0"], undefined, (line) => console.error(line));

/** Loopback addresses in a network without any way out: the cluster DNS and the cache have those of a node. */
const setUp = [
	"ip link set lo up",
	"ip address add 169.254.20.10/32 dev lo",
	"ip address add 10.43.0.10/32 dev lo",
	"ip address add 192.0.2.7/32 dev lo",
	'exec "$0" "$@"',
].join(" && ");

for (const [profile, engine, version] of [
	["resilient", "node-cache", "1.13.2"],
	["resilient", "coredns", "1.15.0"],
	["upstream", "node-cache", "1.13.2"],
] as const) {
	const corefile = printCorefile(
		buildNodeCorefile({
			profile,
			engine,
			...(profile === "upstream" ? { externalUpstreams: ["10.43.0.10"] } : {}),
		}),
	);
	for (const goMemLimit of profile === "resilient" ? ["", "48MiB"] : [""]) {
		const { stdout, stderr, status } = spawnSync(
			"unshare",
			[
				"--net",
				"--pid",
				"--mount-proc",
				"--fork",
				"--kill-child",
				"sh",
				"-c",
				setUp,
				process.execPath,
				child,
				servers[version],
			],
			{
				encoding: "utf8",
				input: corefile,
				timeout: 240_000,
				env: { PATH: process.env.PATH, NODE_IP: "192.0.2.7", GOMEMLIMIT: goMemLimit },
			},
		);
		if (status !== 0) throw new Error(stderr);
		console.log(
			`${profile}, CoreDNS ${version}${goMemLimit === "" ? "" : `, GOMEMLIMIT ${goMemLimit}`}: ${stdout.trim()}`,
		);
	}
}
