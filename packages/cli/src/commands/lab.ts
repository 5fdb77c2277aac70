import { randomInt } from "node:crypto";
import {
	coreDnsVersionsOf,
	downLabs,
	execInLab,
	insideSandbox,
	type LabOptions,
	type Overlay,
	openLab,
	parseLinkSpec,
	provideCoreDns,
	provideTailscale,
	relinkLab,
	requireHost,
	requireOverlayFor,
	serveLab,
	upDetached,
} from "@localdns/lab";
import { parseArms } from "../arms.ts";
import { exitCode } from "../exit-code.ts";
import { parseSeed } from "../measurement-flags.ts";
import { sameCommand } from "../same-command.ts";
import { labArm } from "../use-cases/node-corefile.ts";

interface LabUpOptions {
	arms: string;
	link: string;
	overlay?: Overlay | undefined;
	seed?: string | undefined;
	coredns?: string | undefined;
}

/** What a lab goes over, behind its link. */
export const overText = (overlay: Overlay | undefined): string =>
	overlay === undefined ? "" : ` under ${overlay}`;

/** Outside of the sandbox it starts itself again inside, where the lab is built and kept. */
export async function labUp(options: LabUpOptions): Promise<number> {
	const seed = options.seed === undefined ? randomInt(1, 2 ** 31) : parseSeed(options.seed);
	const link = parseLinkSpec(options.link);
	requireOverlayFor(link, options.overlay);
	const lab: LabOptions = {
		arms: await Promise.all(parseArms(options.arms).map(labArm)),
		link,
		linkText: options.link,
		overlay: options.overlay,
		blackouts: [],
		seed,
		// No part of a standing lab is measured, so its Services stay as they are.
		durationMs: 0,
		coredns: options.coredns,
	};
	if (insideSandbox()) return await serveLab((onProgress) => openLab({ ...lab, onProgress }));

	const say = (text: string) => process.stderr.write(`${text}\n`);
	await requireHost();
	await provideCoreDns(coreDnsVersionsOf(lab.arms), options.coredns, say);
	if (options.overlay !== undefined) await provideTailscale(say);
	const { id, places } = await upDetached({ argv: sameCommand(["--seed", String(seed)]) }, say);
	const pod = places.findLast(({ name }) => name.startsWith("pod/"))?.name;
	process.stdout.write(
		`lab ${id} is up: ${options.link}${overText(options.overlay)}, seed ${seed}\nplaces: ${places.map(({ name }) => name).join(", ")}\n` +
			`try:    localdns lab exec ${pod} -- getent hosts cart\n        localdns lab down ${id}\n`,
	);
	return exitCode.done;
}

export async function labDown(id: string | undefined): Promise<void> {
	const ended = await downLabs(id);
	process.stdout.write(
		ended.length === 0 ? "no lab was up\n" : `ended: ${ended.map((lab) => lab.id).join(", ")}\n`,
	);
}

/** The `--` in front of the command may be left out. */
export async function labExec(
	place: string,
	command: string[],
	options: { id?: string | undefined },
): Promise<number> {
	return await execInLab(options.id, place, command[0] === "--" ? command.slice(1) : command);
}

export async function labLink(spec: string, options: { id?: string | undefined }): Promise<void> {
	const { id } = await relinkLab(options.id, parseLinkSpec(spec));
	process.stdout.write(`lab ${id}: the link is ${spec}\n`);
}
