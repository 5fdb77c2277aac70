import type { ChildProcess } from "node:child_process";
import type { LocaldnsError } from "@localdns/core";
import { allPlaces, type Places } from "./network/place.ts";
import { deathOf, type LabProcess } from "./process/lab-process.ts";
import { run } from "./process/run.ts";

/** Everything that has to go when the lab goes. */
export class LabParts {
	readonly places: Places;
	readonly #processes: LabProcess[] = [];
	readonly #guests = new Set<ChildProcess>();
	#failed: ((error: LocaldnsError) => void) | undefined;
	#failure: LocaldnsError | undefined;
	#closing = false;

	constructor(places: Places) {
		this.places = places;
	}

	/** Takes a process over: from now on its death is a failure of the lab. One that comes too late is ended. */
	adopt(process: LabProcess): void {
		if (this.#closing) {
			void process.stop();
			return;
		}
		this.#processes.push(process);
		void process.ended.then((how) => this.fail(deathOf(process, how, "LDNS204")));
	}

	/** The first failure is told, once; what goes wrong while the lab is closed is no failure. */
	fail(failure: LocaldnsError): void {
		if (this.#closing || this.#failure !== undefined) return;
		this.#failure = failure;
		this.#failed?.(failure);
	}

	host(guest: ChildProcess): void {
		this.#guests.add(guest);
		guest.once("close", () => this.#guests.delete(guest));
	}

	onFailure(callback: (error: LocaldnsError) => void): void {
		this.#failed = callback;
		if (this.#failure !== undefined) callback(this.#failure);
	}

	async close(): Promise<void> {
		this.#closing = true;
		for (const guest of this.#guests) guest.kill("SIGKILL");
		await Promise.all(this.#processes.map((each) => each.stop()));
		// Namespaces go when nothing holds them. One that was never made is no failure of the removal.
		const files = allPlaces(this.places).map(({ net }) => net);
		await run("the removal of the lab", ["umount", "--quiet", ...files]).catch(() => {});
	}
}
