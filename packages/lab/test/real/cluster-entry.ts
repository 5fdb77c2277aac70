// What the real tests of the cluster start in place of the command line. `run OPTIONS` enters a sandbox, opens
// a cluster and obeys the lines on its stdin (see cluster-driver.ts); `up OPTIONS` makes it a standing one.
import { createInterface } from "node:readline";
import { LocaldnsError } from "@localdns/core";
import {
	type ClusterOptions,
	enterSandbox,
	inPlace,
	insideSandbox,
	type LinkSpec,
	openCluster,
	provideClusterParts,
	serveLab,
	upDetached,
	withClusterSandbox,
} from "../../src/index.ts";
import { runToEnd } from "./run-to-end.ts";

export type Order =
	| { do: "run"; place: string; argv: string[] }
	| { do: "prove"; forMs: number }
	| { do: "link"; spec: LinkSpec }
	| { do: "black-out"; forMs: number };

const [mode, text = ""] = process.argv.slice(2);
const options = JSON.parse(text) as ClusterOptions;
const onProgress = (line: string) => process.stderr.write(`${line}\n`);
const reply = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function serve(): Promise<number> {
	const cluster = await openCluster({ ...options, onProgress });
	const ended = new Promise<number>((resolve) => {
		cluster.onFailure((error) => resolve(showError(error)));
		createInterface({ input: process.stdin })
			.on("line", async (line) => reply(await obey(JSON.parse(line) as Order)))
			.on("close", () => resolve(0));
	});
	async function obey(order: Order): Promise<unknown> {
		if (order.do === "prove") return await cluster.proveLink(order.forMs);
		if (order.do === "link") return cluster.relink(order.spec) ?? {};
		if (order.do === "black-out") return cluster.blackOut(order.forMs) ?? {};
		const place = cluster.places.find(({ name }) => name === order.place);
		if (place === undefined) throw new Error(`no place ${order.place}`);
		return await runToEnd(inPlace(place, order.argv));
	}
	const { kubeconfig, places } = cluster;
	reply({ kubeconfig, places: places.map(({ name }) => name) });
	const code = await ended;
	await cluster.close();
	return code;
}

function showError(error: unknown): number {
	if (!(error instanceof LocaldnsError)) throw error;
	process.stderr.write(`${error.code} ${error.message}\n${error.reason ?? ""}\n`);
	return error.exitCode;
}

try {
	if (insideSandbox()) {
		const standing = () => serveLab((progress) => openCluster({ ...options, onProgress: progress }));
		process.exit(await (mode === "up" ? standing() : serve()));
	}
	await provideClusterParts(onProgress, options.overlay);
	await withClusterSandbox([process.execPath, ...process.argv.slice(1)], async (command) => {
		if (mode === "up") reply(await upDetached(command, onProgress));
		else process.exitCode = await enterSandbox(command);
	});
} catch (error) {
	process.exitCode = showError(error);
}
