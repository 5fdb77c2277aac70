import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provideCoreDns } from "@localdns/lab";

/** Every name stands where a pod in the namespace `shop` would look for it. */
const zone = `$ORIGIN cluster.local.
@ 5 IN SOA ns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 5
web.shop.svc 5 IN A 10.43.7.7
api.shop.svc 5 IN A 10.43.7.8
api.shop.svc 5 IN AAAA fd00::8
text.shop.svc 5 IN TXT "no address here"
alias.shop.svc 5 IN CNAME hop.shop.svc
hop.shop.svc 5 IN CNAME api.shop.svc
${Array.from({ length: 40 }, (_, i) => `mid.shop.svc 5 IN A 10.43.9.${i + 1}`).join("\n")}
${Array.from({ length: 80 }, (_, i) => `big.shop.svc 5 IN A 10.43.8.${i + 1}`).join("\n")}
`;

export interface RunningCoreDns {
	/** `127.0.0.1:PORT` */
	address: string;
	port: number;
	/** Where its counters are shown, for one with a cache. */
	metrics: string;
	close(): Promise<void>;
}

/** Real CoreDNS on a free loopback port, with a small zone of cluster.local; it refuses what lies outside. @default no cache */
export async function startCoreDns({ hasCache = false } = {}): Promise<RunningCoreDns> {
	const { "1.13.2": binary } = await provideCoreDns(["1.13.2"], undefined, () => {});
	const folder = mkdtempSync(join(tmpdir(), "localdns-probe-"));
	const port = await freePort();
	const metricsPort = await freePort();
	const cache = hasCache ? `\tcache 5\n\tprometheus 127.0.0.1:${metricsPort}\n` : "";
	writeFileSync(join(folder, "zone"), zone);
	writeFileSync(
		join(folder, "Corefile"),
		`cluster.local:${port} {\n\tbind 127.0.0.1\n\tfile ${folder}/zone\n${cache}}\n.:${port} {\n\tbind 127.0.0.1\n\ttemplate IN ANY . {\n\t\trcode NXDOMAIN\n\t\tauthority ". 5 IN SOA a.root. b.root. 1 2 3 4 5"\n\t}\n}\n`,
	);
	const child = spawn(binary, ["-conf", join(folder, "Corefile")], { stdio: ["ignore", "pipe", "pipe"] });
	await ready(child, port);
	return {
		address: `127.0.0.1:${port}`,
		port,
		metrics: `http://127.0.0.1:${metricsPort}/metrics`,
		close: async () => {
			const exited = new Promise((resolve) => child.once("exit", resolve));
			child.kill("SIGKILL");
			await exited;
			rmSync(folder, { recursive: true });
		},
	};
}

/** A port that is free for both UDP and TCP. */
async function freePort(): Promise<number> {
	for (let round = 0; round < 20; round++) {
		const tcp = createServer();
		const port = await new Promise<number>((resolve) => {
			tcp.listen(0, "127.0.0.1", () => resolve((tcp.address() as { port: number }).port));
		});
		const udp = createSocket("udp4");
		const free = await new Promise<boolean>((resolve) => {
			udp.once("error", () => resolve(false));
			udp.bind(port, "127.0.0.1", () => resolve(true));
		});
		await new Promise<void>((resolve) => tcp.close(() => resolve()));
		if (free) await new Promise<void>((resolve) => udp.close(resolve));
		if (free) return port;
	}
	throw new Error("no port is free for UDP and TCP");
}

/** Resolves with the first reply to a query; CoreDNS needs about 100 ms to start. */
async function ready(child: ChildProcess, port: number): Promise<void> {
	let complaint = "";
	child.stderr?.setEncoding("utf8").on("data", (text: string) => {
		complaint += text;
	});
	const query = Buffer.from(
		"123401000001000000000000037765620473686f70037376630763 6c7573746572056c6f63616c0000010001".replace(
			" ",
			"",
		),
		"hex",
	);
	const socket = createSocket("udp4");
	const answered = new Promise<true>((resolve) => socket.once("message", () => resolve(true)));
	socket.on("error", () => {});
	try {
		for (let round = 0; round < 100; round++) {
			if (child.exitCode !== null) throw new Error(`CoreDNS ended: ${complaint}`);
			socket.send(query, port, "127.0.0.1", () => {});
			const later = new Promise<false>((resolve) => setTimeout(() => resolve(false), 50));
			if (await Promise.race([answered, later])) return;
		}
		throw new Error(`CoreDNS does not answer: ${complaint}`);
	} finally {
		socket.close();
	}
}
