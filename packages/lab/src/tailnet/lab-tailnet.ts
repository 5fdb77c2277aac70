import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocaldnsError } from "@localdns/core";
import { type LinkSpec, unimpaired } from "../link/spec.ts";
import type { Tunnel } from "../link/tunnel.ts";
import { tailnetAddress } from "../network/addresses.ts";
import { attachUnderlay, joinOverTailnet } from "../network/build-network.ts";
import type { Place, Places } from "../network/place.ts";
import type { LabProcess } from "../process/lab-process.ts";
import { openTailnet } from "./open-tailnet.ts";
import { PathWatch } from "./path-watch.ts";
import { provideTailscale } from "./provide-tailscale.ts";

/** Near and far on a tailnet of their own, over the lab's link. */
export interface LabTailnet {
	/** From far to near. */
	watch: PathWatch;
}

/** A direct way is there within about two seconds, one by DERP at once; the rest is for a busy machine. */
const wayPatienceMs = 30_000;

/**
 * Puts the two ends of the small lab on a tailnet and joins them over it. Where the link lets no UDP pass, it does not
 * from the beginning, or a direct way would be found first and be lost some seconds into the run.
 *
 * @throws LocaldnsError LDNS203
 */
export async function layTailnet(
	places: Places,
	{ folder, link, tunnel }: { folder: string; link: LinkSpec; tunnel: Tunnel },
	adopt: (process: LabProcess) => void,
): Promise<LabTailnet> {
	const programs = await provideTailscale(() => {});
	await attachUnderlay(places, tunnel.devices);
	const isBlocked = link.udpLimitBitsPerSecond === 0;
	if (isBlocked) tunnel.link({ ...unimpaired, udpLimitBitsPerSecond: 0 });
	// tailscaled would write over the machine's own.
	const resolvConf = join(folder, "tailnet.resolv.conf");
	await writeFile(resolvConf, "");
	const member = async (name: string, place: Place) => {
		const own = join(folder, `tailnet-${name}`);
		await mkdir(own);
		return { name, place: { ...place, resolvConf }, folder: own };
	};
	const members = [await member("near", places.near), await member("far", places.far)];
	const nodes = await openTailnet({ server: places.near, members, programs }, adopt);
	const watch = new PathWatch(nodes[1]?.socket as string, tailnetAddress(0));
	await joinOverTailnet(places);
	const by = isBlocked ? "derp" : "direct";
	if (!(await watch.until(by, wayPatienceMs)))
		throw new LocaldnsError("LDNS203", `the tailnet had no ${by} way within ${wayPatienceMs / 1000} s`);
	return { watch };
}
