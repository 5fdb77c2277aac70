import { nearTunnel } from "../network/addresses.ts";
import { inPlace, type Places } from "../network/place.ts";
import { deathOf, startProcess } from "../process/lab-process.ts";
import { type EchoResult, judgeProof, type LinkProof } from "./proof.ts";
import type { LinkSpec } from "./spec.ts";
import { ownProgram, type Tunnel } from "./tunnel.ts";

const perSecond = 200;

/**
 * Sends small UDP datagrams over the link and back, beside DNS and on another port, and judges what came
 * back. Call it with the impairment in force and outside blackouts.
 * @throws LocaldnsError LDNS204 when an echo process dies
 */
export async function proveLink(
	spec: LinkSpec,
	places: Places,
	tunnel: Tunnel,
	durationMs: number,
): Promise<LinkProof> {
	const program = [process.execPath, ownProgram("echo")];
	const reflector = startProcess(
		"the link's echo",
		inPlace(places.near, [...program, "reflect", nearTunnel]),
		"own",
	);
	try {
		await Promise.race([firstLine(reflector.stdout), dead(reflector)]);
		const waitMs = spec.rttMs + spec.jitterMs + 500;
		const argv = ["send", nearTunnel, perSecond, durationMs, waitMs].map(String);
		const sender = startProcess("the link's echo sender", inPlace(places.far, [...program, ...argv]), "own");
		const line = await Promise.race([firstLine(sender.stdout), dead(reflector), dead(sender)]);
		return judgeProof(spec, JSON.parse(line) as EchoResult, (await tunnel.count()).echo);
	} finally {
		await reflector.stop();
	}
}

function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
	return new Promise((resolve) => {
		let text = "";
		stream.setEncoding("utf8").on("data", (chunk: string) => {
			text += chunk;
			if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
		});
	});
}

async function dead(process: ReturnType<typeof startProcess>): Promise<never> {
	throw deathOf(process, await process.ended, "LDNS204");
}
