import { controlServer } from "../network/addresses.ts";
import { inPlace, type Place } from "../network/place.ts";
import { firstLine, type LabProcess, startProcess } from "../process/lab-process.ts";
import { untilUp } from "./tailscaled.ts";

/**
 * Starts what a tailnet needs of the outside world at a place that has `controlServer` for an address.
 * @throws LocaldnsError LDNS203
 */
export async function startControlServer(
	place: Place,
	program: string,
	adopt: (process: LabProcess) => void,
): Promise<void> {
	const server = startProcess(
		"the control server",
		inPlace(place, [program, "-address", controlServer]),
		"own",
	);
	adopt(server);
	await untilUp(server, () => firstLine(server.stdout));
}
