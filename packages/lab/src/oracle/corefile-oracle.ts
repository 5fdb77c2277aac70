import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { findProgram } from "../host/programs.ts";
import type { OracleCorefile, OracleParse, OracleVerdict, OracleZones } from "./answers.ts";

/** The real CoreDNS 1.15.0 as a judge of Corefiles. Questions may be asked before the last is answered. */
export interface CorefileOracle extends AsyncDisposable {
	parse(corefile: OracleCorefile): Promise<OracleParse>;
	/** Parses and sets up every plugin, without listening; see packages/lab/oracle/validate.go for its limits. */
	validate(corefile: OracleCorefile): Promise<OracleVerdict>;
	/** Takes a server block's key apart. */
	zones(key: string): Promise<OracleZones>;
	/** Time of one parse in nanoseconds, the best of ten rounds of `times`. */
	time(body: string, times: number): Promise<number>;
	/** What may begin a line of a server block, in the order of execution. */
	directives(): Promise<readonly string[]>;
}

interface Waiting {
	readonly resolve: (answer: never) => void;
	readonly reject: (error: Error) => void;
}

/**
 * Starts the oracle. Where the host lets it, in a network namespace without a single link: a plugin's set-up may
 * look for a server.
 *
 * @param binary from `provideCorefileOracle`
 */
export function openCorefileOracle(binary: string): CorefileOracle {
	const waiting: Waiting[] = [];
	const child = start(binary);
	let words = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		words = (words + text).slice(-2000);
	});
	const ended = new Promise<void>((resolve) => {
		child.once("close", (code) => {
			const error = new Error(`the oracle ended with ${code}: ${words.trim()}`);
			for (const each of waiting.splice(0)) each.reject(error);
			resolve();
		});
	});
	child.once("error", (error) => {
		for (const each of waiting.splice(0)) each.reject(error);
	});
	// Writing to one that has ended is told by its end.
	child.stdin.on("error", () => {});
	createInterface({ input: child.stdout }).on("line", (line) => {
		waiting.shift()?.resolve(JSON.parse(line) as never);
	});
	const ask = <T>(question: object): Promise<T> =>
		new Promise<T>((resolve, reject) => {
			if (child.exitCode !== null) {
				reject(new Error(`the oracle has ended: ${words.trim()}`));
				return;
			}
			waiting.push({ resolve, reject });
			child.stdin.write(`${JSON.stringify(question)}\n`);
		});
	return {
		parse: (corefile) => ask({ parse: request(corefile) }),
		validate: (corefile) => ask({ validate: request(corefile) }),
		zones: (key) => ask({ zone: key }),
		time: async (body, times) => {
			const question = { bench: { ...request({ body }), times } };
			return (await ask<{ nanoseconds: number }>(question)).nanoseconds;
		},
		directives: async () => (await ask<{ directives: string[] }>({ directives: true })).directives,
		[Symbol.asyncDispose]: async () => {
			child.stdin.end();
			await ended;
		},
	};
}

function start(binary: string): ChildProcessWithoutNullStreams {
	const unshare = findProgram("unshare");
	const [program, ...argv] =
		unshare === undefined || process.getuid?.() !== 0 ? [binary] : [unshare, "--net", "--", binary];
	// No variable of the user's may fill in a reference.
	return spawn(program as string, argv, { stdio: "pipe", env: {} });
}

function request({ body, file = "Corefile", environment, anyDirective }: OracleCorefile): object {
	const bytes =
		typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length);
	return { file, body: bytes.toString("base64"), env: environment, anyDirective };
}
