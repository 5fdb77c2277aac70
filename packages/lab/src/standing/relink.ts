import type { RelayCommand } from "../link/relay-protocol.ts";
import type { LinkSpec } from "../link/spec.ts";
import { requireOverlayFor } from "../overlay.ts";
import { run } from "../process/run.ts";
import { chooseLab } from "./choose-lab.ts";
import { enterLab } from "./enter-lab.ts";
import type { LabRecord } from "./lab-record.ts";

/**
 * Gives a standing lab another link, in force at once.
 * @param id undefined: the only lab that is up
 * @throws LocaldnsError LDNS205 no such lab; LDNS101 a link that this lab cannot have; LDNS203
 */
export async function relinkLab(id: string | undefined, spec: LinkSpec): Promise<LabRecord> {
	const lab = chooseLab(id);
	requireOverlayFor(spec, lab.overlay);
	const command = JSON.stringify({ do: "link", spec } satisfies RelayCommand);
	const answer = ["socat", "-t", "5", "-", `UNIX-CONNECT:${lab.control}`];
	await run("the link", enterLab(lab, answer), `${command}\n`);
	return lab;
}
