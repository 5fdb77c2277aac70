import { join } from "node:path";

/**
 * A place in the lab where processes can run: a network namespace, and for a pod its own view of
 * /etc/resolv.conf. `near` and `far` are the two ends of the link, `node/ARM` and `pod/ARM` belong to an arm.
 * A node of a cluster has namespaces of every other kind too.
 */
export interface Place {
	name: string;
	/** File that the network namespace is bound to. */
	net: string;
	/** File that processes of a pod see as /etc/resolv.conf. */
	resolvConf: string | undefined;
	/** Process number, inside the lab, of the first process of a cluster's node. */
	init?: number;
}

export interface ArmPlaces {
	arm: string;
	node: Place;
	pod: Place;
	/** What the pod's resolv.conf names. */
	nameserver: string;
}

export interface Places {
	near: Place;
	far: Place;
	arms: ArmPlaces[];
}

/** File names hold the arm's number, since an arm's name may hold a path. */
export function layPlaces(room: string, arms: readonly { arm: string; nameserver: string }[]): Places {
	const place = (name: string, file: string, isPod = false): Place => ({
		name,
		net: join(room, `${file}.net`),
		resolvConf: isPod ? join(room, `${file}.resolv.conf`) : undefined,
	});
	return {
		near: place("near", "near"),
		far: place("far", "far"),
		arms: arms.map(({ arm, nameserver }, index) => ({
			arm,
			nameserver,
			node: place(`node/${arm}`, `node${index}`),
			pod: place(`pod/${arm}`, `pod${index}`, true),
		})),
	};
}

export function allPlaces(places: Places): Place[] {
	return [places.near, places.far, ...places.arms.flatMap((each) => [each.node, each.pod])];
}

const withResolvConf = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';

/** nsenter stays outside of a namespace for processes and waits: without setpriv, ending it would leave the command alone. */
const inNode = (init: number, argv: readonly string[]): string[] => [
	...["nsenter", "--target", String(init), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--"],
	...["setpriv", "--pdeathsig", "KILL", "--", ...argv],
];

/** The command line that runs `argv` in a place. */
export function inPlace(place: Place, argv: readonly string[]): string[] {
	if (place.init !== undefined) return inNode(place.init, argv);
	const enter = ["nsenter", `--net=${place.net}`, "--"];
	if (place.resolvConf === undefined) return [...enter, ...argv];
	return [...enter, "unshare", "--mount", "sh", "-c", withResolvConf, place.resolvConf, ...argv];
}
