// Quiet commands: output is kept and shown only when the command fails.
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./places.mjs";
import { SetupError } from "./say.mjs";

export function onPath(program) {
	// Debian keeps administration programs where a plain user's PATH does not look.
	const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
	return folders.some((folder) => {
		try {
			accessSync(join(folder, program), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

/** @param {{env?: Record<string,string>, hint: string}} options */
export function quietly(program, argv, { env = {}, hint }) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, argv, {
			cwd: root,
			env: { ...process.env, ...env },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let output = "";
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding("utf8");
			stream.on("data", (text) => {
				output = (output + text).slice(-8000);
			});
		}
		child.on("error", (error) => reject(new SetupError(`cannot start ${program}: ${error.message}`, hint)));
		child.on("close", (code) => {
			if (code === 0) resolve(output);
			else reject(new SetupError(`${program} ${argv.join(" ")} ended with ${code}\n${output.trim()}`, hint));
		});
	});
}
