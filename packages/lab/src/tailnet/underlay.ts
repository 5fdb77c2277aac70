import { inPlace, type Place } from "../network/place.ts";
import { run } from "../process/run.ts";
import type { TailnetMember } from "./tailnet-contract.ts";

/**
 * Of the control, DERP and STUN server, on the router's lo. It has to be of RFC 1918: for any other host tailscaled
 * redials a control server of plain HTTP by TLS on port 443 (tailscale: control/controlhttp).
 */
export const serverAddress = "10.198.0.1";

/** 198.18.0.0/15 is set aside for benchmarks (RFC 2544). */
const routerAddress = (index: number): string => `198.18.${index}.1`;
const memberAddress = (index: number): string => `198.18.${index}.2`;

/**
 * A cable from the router to each member. There is no default route: members know the other cables and the server.
 *
 * tailscaled hands the kernel many packets as one (UDP GSO); a filter on the way would see and drop them as one, so the
 * members' ends take single ones.
 */
export async function layCables(router: Place, members: readonly TailnetMember[]): Promise<void> {
	await ip(
		router,
		members.flatMap((member, index) => [
			`link add member${index} type veth peer name underlay netns ${member.place.init ?? member.place.net}`,
			`addr add ${routerAddress(index)}/24 dev member${index}`,
			`link set member${index} up`,
		]),
	);
	await ip(router, [`addr add ${serverAddress}/32 dev lo`]);
	await Promise.all(
		members.map(({ place }, index) =>
			ip(place, [
				"link set underlay gso_max_segs 1",
				`addr add ${memberAddress(index)}/24 dev underlay`,
				"link set underlay up",
				`route add 198.18.0.0/15 via ${routerAddress(index)}`,
				`route add ${serverAddress}/32 via ${routerAddress(index)}`,
			]),
		),
	);
	await filter(router, true);
}

const ip = (place: Place, commands: readonly string[]): Promise<string> =>
	run(`the cables of ${place.name}`, inPlace(place, ["ip", "-batch", "-"]), `${commands.join("\n")}\n`);

const table = "inet tailnet_underlay";

/** Puts the router's rule for UDP between members in force. */
export async function filter(router: Place, allowed: boolean): Promise<void> {
	const rule = `iifname "member*" oifname "member*" meta l4proto udp counter ${allowed ? "accept" : "drop"}`;
	const chain = `chain between { type filter hook forward priority 0; ${rule}\n}`;
	const text = `table ${table} { }\ndelete table ${table}\ntable ${table} { ${chain}\n}\n`;
	await run("the router's filter", inPlace(router, ["nft", "-f", "-"]), text);
}

/** Packets that the rule in force has dropped. */
export async function dropped(router: Place): Promise<number> {
	const text = await run(
		"the router's counter",
		inPlace(router, ["nft", "list", "table", ...table.split(" ")]),
	);
	return Number(/counter packets (\d+) bytes \d+ drop/.exec(text)?.[1] ?? 0);
}
