// A tier of `npm test`: a project of vitest, a line while it runs, and what it came to.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Finished, runTool } from "./run-tool.ts";

/** Where one file after another is tried again, more is broken than luck explains. */
const mostTriedAgain = 3;

export interface TierOptions {
	/** Of vitest: the project, and how many of its files at a time. */
	argv: readonly string[];
	/** For vitest's own report. */
	folder: string;
	/**
	 * Files with a failure are run once more, alone, and the second result counts: for tiers that measure real servers in
	 * real time, on a machine that may be busy (docs/decisions/0020).
	 *
	 * @default false
	 */
	again?: boolean;
}

export interface TierResult {
	passed: number;
	failed: number;
	skipped: number;
	/** Names of what failed in the end. */
	failures: string[];
	/** Names of what failed first and passed alone. */
	passedAgain: string[];
}

interface FileResult {
	name: string;
	status: string;
	assertionResults: { status: string; fullName: string }[];
}

/** Says that a long tier is alive: in place on a terminal, else a line every half minute. */
function progressOf(name: string): { onOutput: (text: string) => void; end(): void } {
	const began = Date.now();
	let files = 0;
	const live = process.stderr.isTTY === true;
	const text = (): string =>
		`     ${name}: ${files} files done, ${Math.round((Date.now() - began) / 1000)} s`;
	const timer = setInterval(
		() => process.stderr.write(live ? `\r${text()}` : `${text()}\n`),
		live ? 1_000 : 30_000,
	);
	return {
		onOutput: (output) => {
			files += [...output.matchAll(/^ \S .*\.test\.ts /gm)].length;
		},
		end: () => {
			clearInterval(timer);
			if (live) process.stderr.write("\r\u001b[2K");
		},
	};
}

/** Errors that vitest caught outside of tests fail a run, and no file in its report. */
const hasStrayErrors = (output: string): boolean => /^Vitest caught \d+ unhandled error/m.test(output);

/** What vitest says of the tests that failed, without the list of those that did not. */
function failuresIn(output: string): string {
	const at = output.search(/^.*Failed (Tests|Suites) \d+.*$/m);
	return (at === -1 ? output : output.slice(at)).trim();
}

async function runVitest(
	name: string,
	file: string,
	argv: readonly string[],
): Promise<Finished & { files: FileResult[] }> {
	const progress = progressOf(name);
	const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
	const finished = await runTool("vitest", ["run", ...reporters, ...argv], progress.onOutput);
	progress.end();
	try {
		const { testResults } = JSON.parse(readFileSync(file, "utf8")) as { testResults: FileResult[] };
		return { ...finished, files: testResults };
	} catch {
		return { ...finished, files: [] };
	}
}

const count = (files: readonly FileResult[], ...states: string[]): number =>
	files.reduce(
		(sum, { assertionResults }) =>
			sum + assertionResults.filter(({ status }) => states.includes(status)).length,
		0,
	);

/** A file that does not even load has no failed test in it, and has failed. */
const namesIn = ({ name, assertionResults }: FileResult): string[] => {
	const tests = assertionResults.filter(({ status }) => status === "failed");
	const file = relative(process.cwd(), name);
	return tests.length === 0 ? [file] : tests.map(({ fullName }) => `${file} > ${fullName}`);
};

/** Whether what failed has passed now: what was skipped the second time, or is not told of, has not. */
function hasPassedAgain(first: FileResult, second: FileResult): boolean {
	if (second.status !== "passed" || count([second], "passed") === 0) return false;
	return first.assertionResults
		.filter(({ status }) => status === "failed")
		.every(({ fullName }) => {
			const now = second.assertionResults.filter((each) => each.fullName === fullName);
			return now.length > 0 && now.every(({ status }) => status === "passed");
		});
}

/** Runs a tier and prints how it went, with the words of each failure. */
export async function runTier(
	name: string,
	{ argv, folder, again = false }: TierOptions,
): Promise<TierResult> {
	const began = Date.now();
	const report = join(folder, `${name.replaceAll(/\W+/g, "-")}.json`);
	let { files, output, status } = await runVitest(name, report, argv);
	const failedAtFirst = files.filter((file) => file.status === "failed");
	const passedAgain: string[] = [];

	const isTriedAgain = again && failedAtFirst.length > 0 && failedAtFirst.length <= mostTriedAgain;
	// Only where failed files are all that was wrong: a second run of them tells nothing of the rest.
	if (isTriedAgain && status === 1 && !hasStrayErrors(output)) {
		process.stdout.write(`     ${name}: tried again, because of this:\n${failuresIn(output)}\n`);
		const names = failedAtFirst.map((file) => file.name);
		const alone = [...argv.slice(0, 2), "--no-file-parallelism", ...names];
		const second = await runVitest(`${name}, once more`, report, alone);
		({ output, status } = second);
		const told = new Map(second.files.map((file) => [file.name, file]));
		files = files.map((file) => {
			const now = told.get(file.name);
			if (file.status !== "failed" || now === undefined) return file;
			if (!hasPassedAgain(file, now)) return now.status === "failed" ? now : file;
			passedAgain.push(...namesIn(file));
			return now;
		});
	}

	const failures = files.filter((file) => file.status === "failed").flatMap(namesIn);
	// A run that ends badly without a failed file, or without a report, has failed all the same.
	if (failures.length === 0 && (status !== 0 || files.length === 0)) failures.push(name);
	const passed = count(files, "passed");
	const good = failures.length === 0;
	const seconds = ((Date.now() - began) / 1000).toFixed(1);
	process.stdout.write(`${good ? "ok  " : "FAIL"} ${name}: ${passed} tests (${seconds} s)\n`);
	if (!good) process.stdout.write(`${failuresIn(output)}\n`);
	return {
		passed,
		failed: failures.length,
		skipped: count(files, "pending", "skipped", "todo"),
		failures,
		passedAgain,
	};
}
