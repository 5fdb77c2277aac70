import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { syntheticRun } from "../../core/test/report/synthetic-run.ts";
import { openSpool, type Spool } from "../src/spool.ts";

const { samples } = syntheticRun({ durationMs: 30_000 });

async function read(spool: Spool): Promise<unknown[]> {
	const found: unknown[] = [];
	for await (const sample of spool.samples()) found.push(sample);
	return found;
}

describe("openSpool", () => {
	const before = process.env.TMPDIR;
	let folder = "";
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "localdns-spool-"));
		process.env.TMPDIR = folder;
	});
	afterEach(() => {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
		rmSync(folder, { recursive: true });
	});

	it("says so where the folder for temporary files is not there", async () => {
		process.env.TMPDIR = join(folder, "nowhere");
		await expect(openSpool()).rejects.toMatchObject({
			code: "LDNS103",
			reason: expect.stringContaining("ENOENT"),
		});
	});

	it("gives back what was added, as often as it is asked for", async () => {
		const spool = await openSpool();
		for (let first = 0; first < samples.length; first += 100)
			await spool.add(samples.slice(first, first + 100));
		await spool.add([]);
		expect(await read(spool)).toEqual(samples);
		expect(await read(spool)).toEqual(samples);
		await spool.close();
	});

	it("takes more after it was read", async () => {
		const spool = await openSpool();
		expect(await read(spool)).toEqual([]);
		await spool.add(samples.slice(0, 10));
		expect(await read(spool)).toEqual(samples.slice(0, 10));
		await spool.add(samples.slice(10, 30));
		expect(await read(spool)).toEqual(samples.slice(0, 30));
		await spool.close();
	});

	it("leaves nothing behind, read to the end or not", async () => {
		const unread = await openSpool();
		await unread.add(samples);
		await unread.close();
		const halfRead = await openSpool();
		await halfRead.add(samples);
		for await (const _ of halfRead.samples()) break;
		await halfRead.close();
		expect(readdirSync(folder)).toEqual([]);
	});

	it("says so at once when the disk is full, and gives back what fitted", () => {
		const program = `
			import { randomBytes } from "node:crypto";
			import { openSpool } from ${JSON.stringify(fileURLToPath(new URL("../src/spool.ts", import.meta.url)))};
			const spool = await openSpool();
			let added = 0;
			const error = await (async () => {
				for (; added < 10_000; added += 1) await spool.add([{ number: added, name: randomBytes(4000).toString("hex") }]);
			})().catch(({ code, message }) => ({ code, message }));
			const numbers = [];
			for await (const { number } of spool.samples()) numbers.push(number);
			await spool.close();
			console.log(JSON.stringify({ added, error, numbers }));
		`;
		// A file may not grow beyond this, as on a disk that is full.
		const argv = [
			"-c",
			'ulimit -f 2000; exec "$0" "$@"',
			process.execPath,
			"--input-type=module",
			"-e",
			program,
		];
		const { stdout } = spawnSync("sh", argv, { encoding: "utf8", env: { ...process.env, TMPDIR: folder } });
		const { added, error, numbers } = JSON.parse(stdout);
		expect(error).toEqual({ code: "LDNS103", message: expect.stringContaining("cannot keep the samples") });
		expect(numbers.length).toBeGreaterThan(50);
		expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, number) => number));
		expect(numbers.length).toBeLessThanOrEqual(added);
		expect(readdirSync(folder)).toEqual([]);
	});

	it("gives back what there is where the disk did not even take a new file", async () => {
		const spool = await openSpool();
		await spool.add(samples.slice(0, 10));
		expect(await read(spool)).toEqual(samples.slice(0, 10));
		const [name = ""] = readdirSync(folder);
		symlinkSync(join(folder, "nowhere", "file"), join(folder, name, "1.ndjson.gz"));
		await spool.add(samples.slice(10, 20));
		await expect(spool.flush()).rejects.toMatchObject({ code: "LDNS103" });
		expect(await read(spool)).toEqual(samples.slice(0, 10));
		await spool.close();
	});

	it("leaves nothing behind when the process ends without closing it", () => {
		const program = `
			import { openSpool } from ${JSON.stringify(fileURLToPath(new URL("../src/spool.ts", import.meta.url)))};
			const spool = await openSpool();
			await spool.add([{ kind: "sample" }]);
			process.exit(4);
		`;
		const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
			env: { ...process.env, TMPDIR: folder },
		});
		expect(status).toBe(4);
		expect(readdirSync(folder)).toEqual([]);
	});
});
