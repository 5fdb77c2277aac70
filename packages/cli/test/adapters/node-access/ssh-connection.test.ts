import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sshConnection } from "../../../src/adapters/node-access/ssh-connection.ts";

const folder = mkdtempSync(join(tmpdir(), "localdns-ssh-test-"));
const path = process.env.PATH;
const connection = sshConnection({ target: "root@a", node: "a", withinMs: 5000 });
/** ssh hands one line to a shell; this one has no network in between. */
function standIn(before = ""): void {
	const script = `#!/bin/sh\nprintf '%s\\n' "$@" >${folder}/argv\n${before}\nfor line; do :; done\nexec sh -c "$line"\n`;
	writeFileSync(join(folder, "ssh"), script);
	chmodSync(join(folder, "ssh"), 0o755);
}

beforeAll(() => {
	// A login that is not root, and a sudo that needs no password.
	writeFileSync(join(folder, "id"), "#!/bin/sh\necho 1000\n", { mode: 0o755 });
	writeFileSync(join(folder, "sudo"), '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 });
	process.env.PATH = `${folder}:${path}`;
});
afterAll(() => {
	process.env.PATH = path;
	rmSync(folder, { recursive: true });
});

describe("a script by ssh", () => {
	it("gets words as they are, whatever a shell could find in them, and its input", async () => {
		standIn("echo what start-up files print");
		const words = ["$(touch /tmp/x)", "a 'b' \"c\"", "line\nbreak", "", "`id`;id", "--", "*", "\\n", "ü"];
		const bytes = Buffer.from([0, 255, 10, 13]);
		const end = await connection.run('for each; do printf "%s|" "$each"; done; cat', words, bytes);
		expect(end).toMatchObject({ code: 0, began: true });
		expect(end.stdout).toEqual(Buffer.concat([Buffer.from(`${words.join("|")}|`), bytes]));
	});

	it("asks nobody, leaves host keys to the user's configuration, and takes the target for no option", async () => {
		standIn();
		await connection.run(":");
		const argv = readFileSync(join(folder, "argv"), "utf8").split("\n");
		expect(argv).toContain("BatchMode=yes");
		expect(argv.join()).not.toMatch(/HostKey|KnownHosts/i);
		expect(argv.slice(argv.indexOf("--")).slice(1, 2)).toEqual(["root@a"]);
	});

	it("is told apart from one that never began, with the words of ssh or sudo", async () => {
		standIn("echo 'Host key verification failed.' >&2; exit 255");
		await expect(connection.ask(":")).rejects.toMatchObject({
			code: "LDNS728",
			reason: "Host key verification failed.",
			hint: "ssh root@a sudo -n true",
		});
		standIn();
		writeFileSync(join(folder, "sudo"), "#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n");
		expect(await connection.run(":")).toMatchObject({
			code: 1,
			began: false,
			complaint: "sudo: a password is required",
		});
		writeFileSync(join(folder, "sudo"), '#!/bin/sh\nshift\nexec "$@"\n');
		expect(await connection.run("echo no >&2; exit 7")).toMatchObject({
			...{ code: 7, began: true, complaint: "no" },
		});
	});

	it("ends where the node says nothing more", async () => {
		standIn();
		const hasty = sshConnection({ target: "a", node: "a", withinMs: 300 });
		expect(await hasty.run("exec sleep 5")).toMatchObject({ code: undefined });
	});

	it("is refused on a machine without ssh", async () => {
		process.env.PATH = "/nowhere";
		try {
			await expect(connection.ask(":")).rejects.toMatchObject({ code: "LDNS728", reason: /ENOENT/ });
		} finally {
			process.env.PATH = `${folder}:${path}`;
		}
	});
});
