// What is built from the clone: the bundles, and the CoreDNS servers of the lab.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { quietly } from "./command.mjs";
import { projectNode, root } from "./places.mjs";
import { SetupError, say, step } from "./say.mjs";
import { fingerprint, isStamped, stamp } from "./stamp.mjs";

const sources = ["package.json", "pnpm-lock.yaml", "scripts/build.ts", "packages"];

export async function build() {
	const wanted = fingerprint(sources);
	const built = ["packages/cli/dist/main.js", "packages/cli/dist/probe.mjs"].every((file) =>
		existsSync(join(root, file)),
	);
	if (built && isStamped("build", wanted)) return;
	await step("build", () =>
		quietly(projectNode, [join(root, "scripts/build.ts")], {
			hint: "node_modules/.bin/node scripts/build.ts",
		}),
	);
	stamp("build", wanted);
}

/** The demo needs the version inside node-cache; tests take every version that the lab knows. */
const coreDnsOfTier = { demo: ["1.13.2"], test: [] };

/** CoreDNS by the lab's own code, which says what it does; nothing happens where it is built already. */
export function coreDns(tier) {
	return new Promise((resolve, reject) => {
		const child = spawn(projectNode, [join(root, "scripts/provide-coredns.ts"), ...coreDnsOfTier[tier]], {
			cwd: root,
			stdio: ["ignore", "ignore", "inherit"],
		});
		child.on("error", reject);
		child.on("close", (code) => {
			if (code === 0) return resolve();
			if (tier === "test") {
				say("set-up: no CoreDNS: the tests that need it will say so");
				return resolve();
			}
			reject(
				new SetupError("CoreDNS could not be provided", "install Go 1.26 or put a fitting coredns on PATH"),
			);
		});
	});
}
