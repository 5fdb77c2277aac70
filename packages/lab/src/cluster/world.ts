import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Place } from "../network/place.ts";
import { inPlace } from "../network/place.ts";
import { type LabProcess, startProcess } from "../process/lab-process.ts";
import { externalCorefile } from "../servers/corefiles.ts";
import { externalHosts, wellKnownHosts } from "../services/external-hosts.ts";
import { externalZone } from "../services/zone.ts";

/** Starts the public resolver, which knows every name outside of the cluster by heart. */
export async function startWorld(
	world: Place,
	lab: string,
	coredns: string,
	adopt: (process: LabProcess) => void,
): Promise<void> {
	const zone = join(lab, "external.zone");
	const corefile = join(lab, "Corefile.external");
	await writeFile(zone, externalZone([...externalHosts(60), ...wellKnownHosts]));
	await writeFile(corefile, externalCorefile(zone));
	adopt(startProcess("the public resolver", inPlace(world, [coredns, "-conf", corefile])));
}
