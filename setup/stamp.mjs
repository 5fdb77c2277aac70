// A step is done when its inputs hash to what they were when it last succeeded.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, stamps } from "./places.mjs";

const skipped = new Set(["node_modules", "dist", ".git"]);

function* filesBelow(path) {
	if (statSync(path).isFile()) {
		yield path;
		return;
	}
	for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		if (!skipped.has(entry.name)) yield* filesBelow(join(path, entry.name));
	}
}

/** Hash of files and folders given relative to the clone. */
export function fingerprint(paths) {
	const hash = createHash("sha256");
	for (const path of paths) {
		for (const file of filesBelow(join(root, path)))
			hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
	}
	return hash.digest("hex");
}

export function isStamped(name, value) {
	try {
		return readFileSync(join(stamps, name), "utf8") === value;
	} catch {
		return false;
	}
}

export function stamp(name, value) {
	mkdirSync(stamps, { recursive: true });
	writeFileSync(join(stamps, name), value);
}
