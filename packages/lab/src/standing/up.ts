import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { type ErrorCode, LocaldnsError } from "@localdns/core";
import { requireHost } from "../host/check-host.ts";
import type { Place } from "../network/place.ts";
import type { Overlay } from "../overlay.ts";
import { type SandboxCommand, spawnInSandbox } from "../sandbox/enter.ts";
import { releaseLeash, tellOutside } from "../sandbox/inside.ts";
import { labsFolderOf, runtimeFolder } from "../sandbox/runtime-folder.ts";
import { kubeconfigFileOf, type LabRecord, listLabs, removeRecord, saveRecord } from "./lab-record.ts";
import { processIdentity } from "./process-identity.ts";

interface Ready {
	places: readonly Place[];
	control: string;
	overlay?: Overlay;
	/** Text of the file with which a cluster is reached from outside. */
	kubeconfig?: string;
}

/** What `serveLab` keeps: the small lab, or a cluster. */
export interface StandingLab extends Ready {
	/** Called once, with the first part that died although it was needed (LDNS204). */
	onFailure(callback: (error: LocaldnsError) => void): void;
	/** Ends every process of the lab. */
	close(): Promise<void>;
}

/** Lines from the process in the sandbox to the one that waits for the lab. */
type UpMessage =
	| { kind: "progress"; text: string }
	| ({ kind: "ready" } & Ready)
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
	const words = openNameless();
	const child = spawnInSandbox(command, words);
	const leash = child.stdio[3] as Readable & Writable;
	const pid = child.pid as number;
	try {
		const { places, kubeconfig, control, overlay } = await untilReady(leash, words, progress);
		const record: LabRecord = {
			id,
			pid,
			identity: processIdentity(pid) ?? "",
			startedAt: new Date().toISOString(),
			places: [...places],
			control,
			...(overlay === undefined ? {} : { overlay }),
		};
		if (kubeconfig !== undefined) {
			record.kubeconfig = kubeconfigFileOf(id);
			writeFileSync(record.kubeconfig, kubeconfig, { mode: 0o600 });
		}
		saveRecord(record);
		return record;
	} catch (error) {
		child.kill("SIGKILL");
		removeRecord(id);
		throw error;
	} finally {
		leash.destroy();
		child.unref();
		closeSync(words);
	}
}

/** A file for what the sandbox prints, which no command has to remove: its name is gone already. */
function openNameless(): number {
	const path = join(labsFolderOf(runtimeFolder()), `${randomBytes(8).toString("hex")}.words`);
	const descriptor = openSync(path, "wx+", 0o600);
	unlinkSync(path);
	return descriptor;
}

function lastWords(descriptor: number): string {
	const buffer = Buffer.alloc(1000);
	const from = Math.max(0, fstatSync(descriptor).size - buffer.length);
	return buffer.toString("utf8", 0, readSync(descriptor, buffer, 0, buffer.length, from)).trim();
}

function untilReady(leash: Readable, words: number, progress: (text: string) => void): Promise<Ready> {
	return new Promise((resolve, reject) => {
		const lines = createInterface({ input: leash });
		lines.on("line", (line) => {
			const message = JSON.parse(line) as UpMessage;
			if (message.kind === "progress") progress(message.text);
			else if (message.kind === "ready") resolve(message);
			else
				reject(
					new LocaldnsError(message.code, message.message, {
						hint: message.hint,
						...(message.reason === undefined ? {} : { reason: message.reason }),
					}),
				);
		});
		lines.on("close", () => {
			const reason = lastWords(words);
			reject(new LocaldnsError("LDNS203", "the lab ended while it started", reason === "" ? {} : { reason }));
		});
	});
}

/**
 * Inside: opens a lab for `upDetached` and keeps it until it is killed, or until a part of it dies.
 */
export async function serveLab(
	open: (progress: (text: string) => void) => Promise<StandingLab>,
): Promise<number> {
	let lab: StandingLab;
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
	const { places, kubeconfig, control, overlay } = lab;
	tell({
		kind: "ready",
		places,
		control,
		...(overlay === undefined ? {} : { overlay }),
		...(kubeconfig === undefined ? {} : { kubeconfig }),
	});
	releaseLeash();
	// A timer, because a promise alone does not keep a process alive.
	const alive = setInterval(() => {}, 2 ** 30);
	const { exitCode } = await failed;
	clearInterval(alive);
	await lab.close();
	return exitCode;
}
