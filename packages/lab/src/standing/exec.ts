import { spawn } from "node:child_process";
import { constants } from "node:os";
import { LocaldnsError } from "@localdns/core";
import { programPath } from "../host/programs.ts";
import { inPlace } from "../network/place.ts";
import { chooseLab } from "./choose-lab.ts";
import { enterLab } from "./enter-lab.ts";
import type { LabRecord } from "./lab-record.ts";

/**
 * Runs a command at a place of a standing lab, on this terminal. The command ends with the lab.
 * @param id undefined: the only lab that is up
 * @returns its exit code; 128 + n when it ended by signal n
 * @throws LocaldnsError LDNS205 no such lab or place
 */
export async function execInLab(
	id: string | undefined,
	placeName: string,
	argv: readonly string[],
): Promise<number> {
	const lab = chooseLab(id);
	const place = lab.places.find(({ name }) => name === placeName);
	if (place === undefined) {
		const names = lab.places.map(({ name }) => name).join(", ");
		throw new LocaldnsError(
			"LDNS205",
			`lab ${lab.id} has no place ${JSON.stringify(placeName)}; there is ${names}`,
			{
				hint: `localdns lab exec ${lab.places.at(-1)?.name} -- cat /etc/resolv.conf`,
			},
		);
	}
	const [program, ...rest] = enterLab(lab, inPlace(place, argv)) as [string, ...string[]];
	const child = spawn(program, rest, { stdio: "inherit", env: environmentIn(lab) });
	// A terminal gives Ctrl-C to both: the command decides what it means.
	const ignore = () => {};
	process.on("SIGINT", ignore);
	try {
		return await new Promise((resolve, reject) => {
			child.once("error", reject);
			child.once("exit", (code, signal) =>
				resolve(code ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0)),
			);
		});
	} finally {
		process.off("SIGINT", ignore);
	}
}

/** The lab's own kubeconfig, exported as `lab up` says, names an address of this machine, which no place of it reaches. */
function environmentIn({ kubeconfig }: LabRecord): NodeJS.ProcessEnv {
	const { KUBECONFIG, ...rest } = process.env;
	const isOfLab = kubeconfig !== undefined && KUBECONFIG === kubeconfig;
	return { ...rest, ...(isOfLab || KUBECONFIG === undefined ? {} : { KUBECONFIG }), PATH: programPath() };
}
