import { type ImageSettings, pullPolicy } from "./images.ts";
import { upstreamServiceName } from "./names.ts";
import type { NodeServer } from "./node-server.ts";
import { configVolume, confined, dnsReadiness, environment, livenessProbe } from "./pod.ts";

/** Where node-cache writes: the Corefile that it makes from its template, and its process id. */
const runFolder = "/run/node-local-dns";

/** node-cache sets up address and packet rules itself; with both IP families it takes a container for each. */
export const nodeCachePod = (
	servers: readonly NodeServer[],
	image: string,
	images: ImageSettings | undefined,
): object => ({
	containers: servers.map((server, index) => container(server, index, image, images)),
	volumes: [
		configVolume(servers.map((server) => ({ key: server.key, path: templateOf(server) }))),
		{ name: "run", emptyDir: {} },
		{ name: "xtables-lock", hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
	],
});

const templateOf = ({ key }: NodeServer): string => `${key}.base`;

const container = (
	server: NodeServer,
	index: number,
	image: string,
	images: ImageSettings | undefined,
): object => ({
	name: `node-cache${server.suffix}`,
	image,
	...pullPolicy(images),
	args: argumentsOf(server, index),
	...environment(server),
	resources: server.resources,
	securityContext: confined(["NET_ADMIN", "NET_BIND_SERVICE", "NET_RAW"]),
	livenessProbe: livenessProbe(server),
	readinessProbe: dnsReadiness(server),
	volumeMounts: [
		{ name: "config", mountPath: "/etc/coredns", readOnly: true },
		{ name: "run", mountPath: runFolder },
		{ name: "xtables-lock", mountPath: "/run/xtables.lock" },
	],
});

/**
 * - `-skipteardown`: an old pod must not take the address away from the new one beside it.
 * - `-pidfile`: rules are in place a second after the start, not after a minute.
 * - `-metrics-listen-address`: its own metrics are on every address unless told otherwise.
 * - `-interfacename` of a second process: two that make one link at the same time get an error and no address
 *   (pkg/netif/netif.go looks the link up first and adds it after). Its name has 15 characters at most.
 */
function argumentsOf({ plan, suffix, ...server }: NodeServer, index: number): string[] {
	return [
		"-localip",
		plan.listenOn.join(","),
		"-conf",
		`${runFolder}/Corefile${suffix}`,
		"-basecorefile",
		`/etc/coredns/${server.key}.base`,
		...(plan.mode === "intercept" ? ["-upstreamsvc", upstreamServiceName] : []),
		"-pidfile",
		`${runFolder}/node-cache${suffix}.pid`,
		"-skipteardown",
		"-metrics-listen-address",
		`127.0.0.1:${9353 + index}`,
		...(suffix === "" ? [] : ["-interfacename", `nodelocaldns${suffix.at(-1)}`]),
	];
}
