import { execFile } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { promisify } from "node:util";
import { LocaldnsError } from "@localdns/core";
import { unshareArguments } from "../sandbox/unshare.ts";
import { findProgram, labPrograms, programPath } from "./programs.ts";

const run = promisify(execFile);

/** Something without which no lab can be built here. */
export interface Missing {
	/** What is missing, as a clause: "socat is not installed". */
	text: string;
	/** A command or step that helps. */
	hint: string;
}

/**
 * Finds out, without leaving anything behind, what this machine lacks for a lab. Costs a few
 * milliseconds where nothing is missing.
 */
export async function checkHost(): Promise<Missing[]> {
	if (process.platform !== "linux") {
		return [
			{
				text: `the lab needs Linux, this is ${process.platform}`,
				hint: "run it in a Linux machine or virtual machine",
			},
		];
	}
	const missing = [...missingPrograms(), ...missingDevice(), ...missingResolverFile()];
	// Namespaces can only be tried with the programs that make them.
	return missing.length > 0 ? missing : await missingNamespaces();
}

/** @throws LocaldnsError LDNS201 that lists everything missing at once */
export async function requireHost(): Promise<void> {
	const missing = await checkHost();
	if (missing.length === 0) return;
	throw new LocaldnsError(
		"LDNS201",
		`no lab can be built here: ${missing.map((each) => each.text).join("; ")}`,
		{
			hint: [...new Set(missing.map((each) => each.hint))].join("; "),
		},
	);
}

function missingPrograms(): Missing[] {
	return Object.entries(labPrograms)
		.filter(([name]) => findProgram(name) === undefined)
		.map(([name, debian]) => ({
			text: `${name} is not installed`,
			hint: `sudo apt-get install -y ${debian}`,
		}));
}

function missingDevice(): Missing[] {
	const device = "/dev/net/tun";
	if (!existsSync(device)) return [{ text: `${device} does not exist`, hint: "sudo modprobe tun" }];
	try {
		accessSync(device, constants.R_OK | constants.W_OK);
		return [];
	} catch {
		return [{ text: `this user may not open ${device}`, hint: `run as root, or: sudo chmod 0666 ${device}` }];
	}
}

/** Pods get a resolv.conf of their own by a mount over this one. */
function missingResolverFile(): Missing[] {
	return existsSync("/etc/resolv.conf")
		? []
		: [{ text: "/etc/resolv.conf does not exist", hint: "sudo touch /etc/resolv.conf" }];
}

async function missingNamespaces(): Promise<Missing[]> {
	try {
		await run("unshare", [...unshareArguments(), "true"], { env: { ...process.env, PATH: programPath() } });
		return [];
	} catch (error) {
		const said = String((error as { stderr?: string }).stderr ?? error).trim();
		return [
			process.getuid?.() === 0
				? {
						text: `root may not make namespaces here (${said})`,
						hint: "give the container CAP_SYS_ADMIN and CAP_NET_ADMIN, or run outside it",
					}
				: {
						text: `not root, and this user may not make user namespaces (${said})`,
						hint: "run as root, or: sudo sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0 user.max_user_namespaces=15000",
					},
		];
	}
}
