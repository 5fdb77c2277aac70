import { setTimeout as sleep } from "node:timers/promises";
import { LocaldnsError } from "@localdns/core";
import { chooseLab } from "./choose-lab.ts";
import { isAlive, type LabRecord, listLabs, removeRecord } from "./lab-record.ts";

const patienceMs = 5000;

/**
 * Ends one lab, or all of this user's. With the process go its namespaces and all in them.
 * @returns the labs that were ended
 * @throws LocaldnsError LDNS205 when the named lab is not up
 */
export async function downLabs(id: string | undefined): Promise<LabRecord[]> {
	const records = id === undefined ? listLabs() : [chooseLab(id)];
	await Promise.all(records.map(end));
	return records;
}

async function end(record: LabRecord): Promise<void> {
	if (isAlive(record)) process.kill(record.pid, "SIGKILL");
	const deadline = Date.now() + patienceMs;
	while (isAlive(record)) {
		if (Date.now() > deadline) {
			throw new LocaldnsError("LDNS203", `lab ${record.id} does not end`, {
				hint: `ps -o pid,stat,args -p ${record.pid}`,
			});
		}
		await sleep(10);
	}
	removeRecord(record.id);
}
