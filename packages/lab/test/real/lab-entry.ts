// What the real tests start in place of the command line: enters the sandbox, opens the lab of its first
// argument and obeys the lines on its stdin (see lab-driver.ts). `up` before it makes the lab a standing one.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { LocaldnsError } from "@localdns/core";
import {
	enterSandbox,
	inPlace,
	insideSandbox,
	type LabOptions,
	type LinkSpec,
	openLab,
	sandboxSignals,
	serveLab,
	upDetached,
} from "../../src/index.ts";

export type Order =
	| { do: "run"; place: string; argv: string[] }
	| { do: "prove"; forMs: number }
	| { do: "start"; inMs: number }
	| { do: "link"; spec: LinkSpec }
	| { do: "report" }
	| { do: "truth" };

const [mode, text = ""] = process.argv.slice(2);
const options = JSON.parse(text) as LabOptions;
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

function showError(error: unknown): number {
	if (!(error instanceof LocaldnsError)) throw error;
	process.stderr.write(`${error.code} ${error.message}\n${error.reason ?? ""}\n`);
	return error.exitCode;
}

function capture(argv: readonly string[]): Promise<{ code: number | null; stdout: string }> {
	const [program, ...rest] = argv as [string, ...string[]];
	return new Promise((resolve) => {
		const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"] });
		let stdout = "";
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding("utf8").on("data", (chunk: string) => {
				stdout += chunk;
			});
		}
		child.on("close", (code) => resolve({ code, stdout }));
	});
}

async function serve(): Promise<number> {
	const lab = await openLab(options);
	const ended = new Promise<number>((resolve) => {
		lab.onFailure((error) => resolve(showError(error)));
		sandboxSignals().onInterrupt((signal) => {
			process.stderr.write(`got ${signal}\n`);
			resolve(130);
		});
		createInterface({ input: process.stdin })
			.on("line", async (line) => say(await obey(JSON.parse(line) as Order)))
			.on("close", () => resolve(0));
	});
	async function obey(order: Order): Promise<unknown> {
		if (order.do === "run") {
			const place = lab.places.find(({ name }) => name === order.place);
			if (place === undefined) throw new Error(`no place ${order.place}`);
			return await capture(inPlace(place, order.argv));
		}
		if (order.do === "prove") return await lab.proveLink(order.forMs);
		if (order.do === "link") {
			const command = `echo '${JSON.stringify(order)}' | socat -t 5 - UNIX-CONNECT:${lab.control}`;
			return await capture(["sh", "-c", command]);
		}
		if (order.do === "report") return await lab.linkReport();
		if (order.do === "truth") return { truth: lab.truth(), changes: lab.changes() };
		lab.startMeasured(Date.now() + order.inMs);
		return {};
	}
	say({ kind: "up" });
	const code = await ended;
	await lab.close();
	return code;
}

const again = { argv: [process.execPath, ...process.argv.slice(1)] };
try {
	if (!insideSandbox()) {
		if (mode === "up") say(await upDetached(again, (line) => process.stderr.write(`${line}\n`)));
		else process.exitCode = await enterSandbox(again);
	} else {
		process.exit(mode === "up" ? await serveLab(() => openLab(options)) : await serve());
	}
} catch (error) {
	process.exitCode = showError(error);
}
