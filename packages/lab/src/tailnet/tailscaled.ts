import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { controlServer } from "../network/addresses.ts";
import { inPlace, type Place } from "../network/place.ts";
import { deathOf, type LabProcess } from "../process/lab-process.ts";
import { run } from "../process/run.ts";

const startPatienceMs = 20_000;
const loginPatience = "60s";

/** Without this it would send its log to tailscale's servers, which it could not reach. */
export const quiet = "TS_NO_LOGS_NO_SUPPORT=true";

/** The command line of a tailscaled. */
export const daemonCommand = (tailscaled: string, state: string, socket: string): string[] => [
	tailscaled,
	`--statedir=${state}`,
	`--socket=${socket}`,
	"--tun=tailscale0",
	"--port=41641",
	"--no-logs-no-support",
];

/**
 * Brings a place onto the tailnet. Its DNS settings stay as they are: tailscaled would write over the place's resolv.conf.
 *
 * @returns its IPv4 address there
 * @throws LocaldnsError LDNS203 within a minute
 */
export async function logIn(
	{ name, place }: { name: string; place: Place },
	tailscale: string,
	socket: string,
): Promise<string> {
	const argv = [tailscale, `--socket=${socket}`];
	const up = ["up", `--login-server=http://${controlServer}:8080`, `--hostname=${name}`];
	const settings = ["--accept-dns=false", `--timeout=${loginPatience}`];
	await run(`${name} on the tailnet`, inPlace(place, [...argv, ...up, ...settings]));
	const address = await run(`${name}'s address`, inPlace(place, [...argv, "ip", "-4"]));
	return address.trim();
}

/** @throws LocaldnsError LDNS203 when the process ends or time is over before there is a file of this name */
export async function untilThere(process: LabProcess, file: string): Promise<void> {
	await untilUp(process, async () => {
		while (!existsSync(file)) await sleep(50);
	});
}

/** @throws LocaldnsError LDNS203 when the process ends or time is over before it is up */
export async function untilUp(process: LabProcess, up: () => Promise<unknown>): Promise<void> {
	const ended = process.ended.then((how): never => {
		throw deathOf(process, how, "LDNS203");
	});
	const late = sleep(startPatienceMs, undefined, { ref: false }).then((): never => {
		throw new LocaldnsError("LDNS203", `${process.name} was not up within ${startPatienceMs / 1000} s`, {
			reason: process.lastWords(),
		});
	});
	for (const each of [ended, late]) each.catch(() => {});
	await Promise.race([up(), ended, late]);
}
