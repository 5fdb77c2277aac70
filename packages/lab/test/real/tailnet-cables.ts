import type { TailnetMember } from "../../src/index.ts";
import { controlServer } from "../../src/network/addresses.ts";
import { inPlace, type Place } from "../../src/network/place.ts";
import { run } from "../../src/process/run.ts";

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
			`link add member${index} type veth peer name underlay netns ${member.place.net}`,
			`addr add ${routerAddress(index)}/24 dev member${index}`,
			`link set member${index} up`,
		]),
	);
	await ip(router, [`addr add ${controlServer}/32 dev lo`]);
	await Promise.all(
		members.map(({ place }, index) =>
			ip(place, [
				"link set underlay gso_max_segs 1",
				`addr add ${memberAddress(index)}/24 dev underlay`,
				"link set underlay up",
				`route add 198.18.0.0/15 via ${routerAddress(index)}`,
				`route add ${controlServer}/32 via ${routerAddress(index)}`,
			]),
		),
	);
	await allowUdp(router, true);
}

const ip = (place: Place, commands: readonly string[]): Promise<string> =>
	run(`the cables of ${place.name}`, inPlace(place, ["ip", "-batch", "-"]), `${commands.join("\n")}\n`);

const table = "inet tailnet_underlay";

/** Whether UDP gets from member to member; without it tailscale sends by DERP, over TCP. */
export async function allowUdp(router: Place, allowed: boolean): Promise<void> {
	const rule = `iifname "member*" oifname "member*" meta l4proto udp counter ${allowed ? "accept" : "drop"}`;
	const chain = `chain between { type filter hook forward priority 0; ${rule}\n}`;
	const text = `table ${table} { }\ndelete table ${table}\ntable ${table} { ${chain}\n}\n`;
	await run("the router's filter", inPlace(router, ["nft", "-f", "-"]), text);
}

/** UDP packets between members that the rule in force has dropped. */
export async function droppedUdp(router: Place): Promise<number> {
	const text = await run(
		"the router's counter",
		inPlace(router, ["nft", "list", "table", ...table.split(" ")]),
	);
	return Number(/counter packets (\d+) bytes \d+ drop/.exec(text)?.[1] ?? 0);
}
