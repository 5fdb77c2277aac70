import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DrivenCluster, eventually } from "../../../lab/test/real/cluster-driver.ts";
import { runToEnd } from "../../../lab/test/real/run-to-end.ts";

const countQuestions = fileURLToPath(new URL("./count-questions.awk", import.meta.url));

/** DNS questions of a node's pods to one server, and those that were answered within 5 s. */
export interface AskedOf {
	questions: number;
	answered: number;
}

/** What went over all interfaces of a node, while it goes on. */
export interface PacketCapture {
	/** Ends it. @returns by address; counted by tcpdump and awk, which share nothing with the probe */
	stop(): Promise<ReadonlyMap<string, AskedOf>>;
}

/** Begins to write down the DNS packets of a node. @param folder for its files, seen by the node too */
export async function startCapture(
	{ run }: DrivenCluster,
	node: string,
	folder: string,
): Promise<PacketCapture> {
	const [file, log] = [join(folder, `${node}.pcap`), join(folder, `${node}.tcpdump`)];
	const inNode = (...argv: string[]) => run(`node/${node}`, "sh", "-c", ...argv);
	// As root, which the folder is kept to; 64 MB between the kernel and a program that a busy machine keeps waiting.
	const dump = `: >"$2"; tcpdump -i any -n -s 128 -B 65536 -Z root -w "$1" 'udp port 53' </dev/null >"$2" 2>&1 & echo $!`;
	const pid = (await inNode(dump, "sh", file, log)).stdout.trim();
	const says = async (words: string) => {
		const text = await eventually(
			async () => readFileSync(log, "utf8"),
			(said) => said.includes(words),
		);
		if (!text.includes(words)) throw new Error(`tcpdump at ${node} did not say "${words}":\n${text}`);
		return text;
	};
	await says("listening on any");
	return {
		async stop() {
			await inNode(`kill -TERM ${pid}`);
			const said = await says("dropped by kernel");
			if (!/^0 packets dropped by kernel/m.test(said)) throw new Error(`the capture is not whole:\n${said}`);
			const count = 'tcpdump -tt -n -r "$1" 2>/dev/null | awk -f "$2"';
			const { code, stdout, stderr } = await runToEnd(["sh", "-c", count, "sh", file, countQuestions]);
			if (code !== 0) throw new Error(stderr);
			const lines = stdout.split("\n").filter((line) => line !== "");
			return new Map(
				lines.map((line) => {
					const [address = "", questions, answered] = line.split(" ");
					return [address, { questions: Number(questions), answered: Number(answered) }];
				}),
			);
		},
	};
}
