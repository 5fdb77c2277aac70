#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one gets a sentence and not a syntax error.
import * as nodeModule from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
const supported = (major === 22 && minor >= 19) || (major === 24 && minor >= 11) || major >= 26;
if (supported) {
	nodeModule.enableCompileCache();
	await import("../dist/main.js");
} else {
	process.stderr.write(
		`error LDNS901: localdns needs Node 22.19, 24.11 or 26 and later; this is ${process.version}\nhint: npx --package=node@24 --package=localdns localdns version\n`,
	);
	process.exitCode = 2;
}
