import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { type ErrorCode, LocaldnsError } from "@localdns/core";
import { requireHost } from "../host/check-host.ts";
import type { Lab } from "../lab-contract.ts";
import type { Place } from "../network/place.ts";
import { type SandboxCommand, spawnInSandbox } from "../sandbox/enter.ts";
import { releaseLeash, tellOutside } from "../sandbox/inside.ts";
import { type LabRecord, listLabs, logFileOf, removeRecord, saveRecord } from "./lab-record.ts";
import { processIdentity } from "./process-identity.ts";

/** Lines from the process in the sandbox to the one that waits for the lab. */
type UpMessage =
	| { kind: "progress"; text: string }
	| { kind: "ready"; places: readonly Place[] }
	| { kind: "failed"; code: ErrorCode; message: string; reason: string | undefined; hint: string };

const tell = (message: UpMessage): void => tellOutside(JSON.stringify(message));

/**
 * Outside: starts a command in a sandbox, waits until it has opened its lab with `serveLab`, and leaves it running.
 * @throws LocaldnsError what the command inside failed with; nothing is left then
 */
export async function upDetached(
	command: SandboxCommand,
	progress: (text: string) => void,
): Promise<LabRecord> {
	await requireHost();
	// Notes of labs that ended without `lab down` go now.
	listLabs();
	const id = randomBytes(2).toString("hex");
	const log = openSync(logFileOf(id), "w", 0o600);
	const child = spawnInSandbox(command, log);
	closeSync(log);
	const leash = child.stdio[3] as Readable & Writable;
	const pid = child.pid as number;
	try {
		const places = await untilReady(leash, id, progress);
		const record = {
			id,
			pid,
			identity: processIdentity(pid) ?? "",
			startedAt: new Date().toISOString(),
			places: [...places],
		};
		saveRecord(record);
		return record;
	} catch (error) {
		child.kill("SIGKILL");
		removeRecord(id);
		throw error;
	} finally {
		leash.destroy();
		child.unref();
	}
}

function untilReady(
	leash: Readable,
	id: string,
	progress: (text: string) => void,
): Promise<readonly Place[]> {
	return new Promise((resolve, reject) => {
		const lines = createInterface({ input: leash });
		lines.on("line", (line) => {
			const message = JSON.parse(line) as UpMessage;
			if (message.kind === "progress") progress(message.text);
			else if (message.kind === "ready") resolve(message.places);
			else
				reject(
					new LocaldnsError(message.code, message.message, {
						hint: message.hint,
						...(message.reason === undefined ? {} : { reason: message.reason }),
					}),
				);
		});
		lines.on("close", () => {
			const words = readFileSync(logFileOf(id), "utf8").trim().slice(-1000);
			reject(
				new LocaldnsError("LDNS203", "the lab ended while it started", words === "" ? {} : { reason: words }),
			);
		});
	});
}

/**
 * Inside: opens a lab for `upDetached` and keeps it until it is killed, or until a part of it dies.
 */
export async function serveLab(open: (progress: (text: string) => void) => Promise<Lab>): Promise<number> {
	let lab: Lab;
	try {
		lab = await open((text) => tell({ kind: "progress", text }));
	} catch (error) {
		if (!(error instanceof LocaldnsError)) throw error;
		tell({
			kind: "failed",
			code: error.code,
			message: error.message,
			reason: error.reason,
			hint: error.hint,
		});
		return error.exitCode;
	}
	const failed = new Promise<LocaldnsError>((resolve) => lab.onFailure(resolve));
	tell({ kind: "ready", places: lab.places });
	releaseLeash();
	// A timer, because a promise alone does not keep a process alive.
	const alive = setInterval(() => {}, 2 ** 30);
	const { exitCode } = await failed;
	clearInterval(alive);
	await lab.close();
	return exitCode;
}
