import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { clusterDnsPod, externalResolver } from "../network/addresses.ts";
import { type ArmPlaces, inPlace, type Place } from "../network/place.ts";
import { type LabProcess, startProcess } from "../process/lab-process.ts";
import { clusterCorefile, externalCorefile } from "./corefiles.ts";
import { type Question, waitUntilAnswers } from "./readiness.ts";

/** Every kubernetes plugin answers this, and no application asks it: it warms no name that is measured. */
const clusterQuestion: Question = { name: "dns-version.cluster.local.", type: "TXT" };

export interface NearServers {
	near: Place;
	/** Folder for the Corefiles. */
	folder: string;
	coredns: string;
	clusterZoneFile: string;
	externalZoneFile: string;
}

/** Starts the cluster DNS and the public resolver. @throws LocaldnsError LDNS203 */
export async function startNearServers(
	{ near, folder, coredns, clusterZoneFile, externalZoneFile }: NearServers,
	adopt: (process: LabProcess) => void,
): Promise<void> {
	const start = async (name: string, file: string, corefile: string, address: string, question: Question) => {
		const server = await startCoreDns(name, near, coredns, join(folder, file), corefile);
		adopt(server);
		await waitUntilAnswers(server, near, address, question);
	};
	await Promise.all([
		start(
			"the cluster DNS",
			"Corefile.cluster",
			clusterCorefile(clusterZoneFile),
			clusterDnsPod,
			clusterQuestion,
		),
		start("the public resolver", "Corefile.external", externalCorefile(externalZoneFile), externalResolver, {
			name: ".",
			type: "SOA",
		}),
	]);
}

/** Starts the node-local cache of an arm. @throws LocaldnsError LDNS203 */
export async function startCache(
	arm: ArmPlaces,
	{ coredns, corefile, file }: { coredns: string; corefile: string; file: string },
	adopt: (process: LabProcess) => void,
): Promise<void> {
	const server = await startCoreDns(`the cache of arm ${arm.arm}`, arm.node, coredns, file, corefile);
	adopt(server);
	try {
		await waitUntilAnswers(server, arm.pod, arm.nameserver, clusterQuestion);
	} catch (error) {
		throw error instanceof LocaldnsError ? inTheUsersWords(error, arm.arm, file) : error;
	}
}

/** CoreDNS names the lab's copy of the Corefile, and begins with a word on processors. */
function inTheUsersWords(error: LocaldnsError, arm: string, file: string): LocaldnsError {
	const lines = (error.reason ?? "").replaceAll(file, `Corefile of ${arm}`).split("\n");
	return new LocaldnsError(error.code, error.message, {
		reason: lines.filter((line) => !line.includes("maxprocs:")).join("\n"),
		hint: `mend the Corefile of arm ${arm}; it has to answer at 169.254.20.10 in the lab`,
		cause: error,
	});
}

async function startCoreDns(
	name: string,
	place: Place,
	coredns: string,
	file: string,
	corefile: string,
): Promise<LabProcess> {
	await writeFile(file, corefile);
	return startProcess(name, inPlace(place, [coredns, "-conf", file]));
}
