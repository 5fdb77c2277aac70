import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { readStart } from "../src/start-file.ts";

it("bears that a file that was there is gone for an instant, and none that never was", async () => {
	const folder = await mkdtemp(join(tmpdir(), "localdns-start-"));
	const path = join(folder, "start-at");
	const { signal } = new AbortController();
	try {
		await expect(readStart(path, signal)).rejects.toMatchObject({ code: "LDNS104" });
		await writeFile(path, "");
		const start = readStart(path, signal);
		await wait(150);
		await rm(path);
		await wait(250);
		await writeFile(path, "1700000000000\n");
		expect(await start).toBe(1_700_000_000_000);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});
