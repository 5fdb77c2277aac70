// The door of a clone: `npm run demo`, `npm test` and `npm run localdns` come in here. It runs on the Node
// that the host has (20 or newer), brings everything else, and hands over to the project's own Node.
import { spawn } from "node:child_process";
import { debianPackages } from "./debian-packages.mjs";
import { nodePackages, pnpmFolder } from "./node-packages.mjs";
import { projectNode, root } from "./places.mjs";
import { build, coreDns } from "./products.mjs";
import { SetupError, say } from "./say.mjs";

const cli = `${root}/packages/cli/bin/localdns.mjs`;

const words = {
	setup: { tier: "demo" },
	demo: {
		tier: "demo",
		argv: [
			cli,
			...["bench", "--lab", "--quick", "--arms", "direct,resilient,article", "--link", "lossy"],
			...["--out", `${root}/localdns-report/demo.json`, "--html", `${root}/localdns-report/demo.html`],
		],
	},
	test: { tier: "test", argv: [`${root}/scripts/test.ts`] },
	bench: { tier: "test", argv: [`${root}/bench/main.ts`] },
	fuzz: { tier: "test", argv: [`${root}/scripts/fuzz-corefiles.ts`] },
	// The command line itself needs no server: `bench --lab` brings CoreDNS when it is asked for.
	localdns: { tier: "command", argv: [cli] },
};

/** Runs the project's Node on a script and passes signals and the exit code through. */
function handOver(argv) {
	const child = spawn(projectNode, argv, {
		stdio: "inherit",
		env: { ...process.env, PATH: [`${root}/node_modules/.bin`, pnpmFolder, process.env.PATH].join(":") },
	});
	// A terminal's Ctrl-C reaches the child by itself; one sent to this process alone does not.
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
	child.on("error", (error) => {
		say(`cannot start ${projectNode}: ${error.message}`);
		process.exitCode = 3;
	});
	child.on("exit", (code, signal) => {
		// Killed by anything else, it was not interrupted and has not cleaned up.
		const interrupted = signal === "SIGINT" || signal === "SIGTERM" || signal === "SIGHUP";
		process.exitCode = interrupted ? 130 : (code ?? 3);
	});
}

async function main() {
	const [word = "", ...rest] = process.argv.slice(2);
	const chosen = words[word];
	if (chosen === undefined)
		throw new SetupError(
			`unknown word ${JSON.stringify(word)}`,
			`one of: ${Object.keys(words).join(", ")}`,
			2,
		);
	if (chosen.tier !== "command") await debianPackages(chosen.tier);
	await nodePackages();
	await build();
	if (chosen.tier !== "command") await coreDns(chosen.tier);
	if (chosen.argv !== undefined) handOver([...chosen.argv, ...rest]);
}

try {
	await main();
} catch (error) {
	if (!(error instanceof SetupError)) throw error;
	say(`error: ${error.message}`);
	say(`hint: ${error.hint}`);
	process.exitCode = error.exitCode;
}
