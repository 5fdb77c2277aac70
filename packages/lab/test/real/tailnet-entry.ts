// What the real tests of tailscale start: enters a sandbox, puts two places on a tailnet and obeys the lines on its stdin.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { LocaldnsError } from "@localdns/core";
import {
	enterSandbox,
	inPlace,
	insideSandbox,
	makeNamespace,
	openTailnet,
	type Place,
	provideTailscale,
	sandboxRoom,
} from "../../src/index.ts";
import { deathOf, type LabProcess } from "../../src/process/lab-process.ts";
import { runToEnd } from "./run-to-end.ts";
import { allowUdp, droppedUdp, layCables } from "./tailnet-cables.ts";

/** Each is a line with an `id` beside it, and so is its answer: orders do not wait for one another. */
export type Order =
	| { do: "run"; node: number; argv: string[] }
	| { do: "allow-udp"; allowed: boolean }
	| { do: "dropped" };

const names = ["near", "far"];
const reply = (id: number, answer: unknown) => process.stdout.write(`${JSON.stringify({ id, answer })}\n`);

async function serve(): Promise<number> {
	const room = sandboxRoom();
	const resolvConf = join(room, "resolv.conf");
	await writeFile(resolvConf, "nameserver 192.0.2.53\n");
	const place = (name: string): Place => ({ name, net: join(room, `${name}.net`), resolvConf });
	const router = place("router");
	const members = names.map((name) => ({ name, place: place(name), folder: join(room, name) }));
	for (const each of [router, ...members.map(({ place }) => place)]) await makeNamespace(each);
	const programs = await provideTailscale(() => {});
	await layCables(router, members);
	const processes: LabProcess[] = [];
	const nodes = await openTailnet({ server: router, members, programs }, (each) => void processes.push(each));
	const ended = new Promise<number>((resolve) => {
		for (const each of processes)
			void each.ended.then((how) => resolve(showError(deathOf(each, how, "LDNS204"))));
		createInterface({ input: process.stdin })
			.on("line", async (line) => {
				const { id, ...order } = JSON.parse(line) as Order & { id: number };
				reply(id, await obey(order as Order));
			})
			.on("close", () => resolve(0));
	});
	async function obey(order: Order): Promise<unknown> {
		if (order.do === "dropped") return await droppedUdp(router);
		if (order.do === "allow-udp") return (await allowUdp(router, order.allowed)) ?? {};
		const { place } = members[order.node] as (typeof members)[number];
		return await runToEnd(inPlace(place, order.argv));
	}
	const places = nodes.map(({ name, address, socket }) => ({ name, address, socket }));
	reply(0, places);
	const code = await ended;
	await Promise.all(processes.map((each) => each.stop()));
	return code;
}

function showError(error: unknown): number {
	if (!(error instanceof LocaldnsError)) throw error;
	process.stderr.write(`${error.code} ${error.message}\n${error.reason ?? ""}\n`);
	return error.exitCode;
}

try {
	if (insideSandbox()) process.exit(await serve());
	await provideTailscale((line) => process.stderr.write(`${line}\n`));
	process.exitCode = await enterSandbox({ argv: [process.execPath, ...process.argv.slice(1)] });
} catch (error) {
	process.exitCode = showError(error);
}
