import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeOciArchive } from "../../scripts/image/oci-archive.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-oci-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function build(name: string, text: string) {
	const place = join(folder, name);
	const root = join(place, "root");
	mkdirSync(join(root, "b/a"), { recursive: true });
	writeFileSync(join(root, "b/a/two"), "2", { mode: 0o600 });
	writeFileSync(join(root, "one"), text, { mode: 0o755 });
	// Neither the time nor the order in which files were made may be seen in the image.
	utimesSync(join(root, "one"), new Date(), new Date(Date.now() - 1e9 * Math.random()));
	const file = join(place, "image.tar");
	const parts = { user: "65534:65534", entrypoint: ["/one"], command: [], labels: {} };
	const digest = await writeOciArchive(file, place, "localhost/it:1", [
		{ architecture: "amd64", layers: [{ root, purpose: "test" }], ...parts },
		{ architecture: "arm64", layers: [{ root, purpose: "test" }], ...parts },
	]);
	return { digest, sum: createHash("sha256").update(readFileSync(file)).digest("hex") };
}

describe("writeOciArchive", () => {
	it("makes the same archive of the same files, and another digest of others", async () => {
		const first = await build("first", "1");
		expect(await build("second", "1")).toEqual(first);
		const other = await build("third", "0");
		expect(other.digest).not.toBe(first.digest);
		expect(other.sum).not.toBe(first.sum);
	});
});
