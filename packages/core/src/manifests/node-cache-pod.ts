import type { NodeCorefilePlan } from "../corefile/node-corefile-settings.ts";
import { corefileKey, upstreamServiceName } from "./names.ts";
import {
	configVolume,
	confined,
	type EnginePod,
	httpGet,
	livenessProbe,
	nodeAddressEnvironment,
	resources,
} from "./pod.ts";

/** Where node-cache writes: the Corefile that it makes from its template, and its process id. */
const runFolder = "/run/node-local-dns";

/**
 * node-cache sets up address and packet rules itself.
 * - `-skipteardown`: an old pod must not take the address away from the new one beside it.
 * - `-pidfile`: rules are in place a second after the start, not after a minute.
 * - `-metrics-listen-address`: its own metrics are on every address unless told otherwise.
 */
export const nodeCachePod = (plan: NodeCorefilePlan, image: string): EnginePod => ({
	container: {
		name: "node-cache",
		image,
		args: [
			"-localip",
			plan.listenOn.join(","),
			"-conf",
			`${runFolder}/Corefile`,
			"-basecorefile",
			"/etc/coredns/Corefile.base",
			...(plan.mode === "intercept" ? ["-upstreamsvc", upstreamServiceName] : []),
			"-pidfile",
			`${runFolder}/node-cache.pid`,
			"-skipteardown",
			"-metrics-listen-address",
			"127.0.0.1:9353",
		],
		...nodeAddressEnvironment(plan),
		resources: resources(plan),
		securityContext: confined(["NET_ADMIN", "NET_BIND_SERVICE", "NET_RAW"]),
		livenessProbe: livenessProbe(plan),
		readinessProbe: { httpGet: httpGet(plan, "/health", 8080), periodSeconds: 2, timeoutSeconds: 2 },
		volumeMounts: [
			{ name: "config", mountPath: "/etc/coredns", readOnly: true },
			{ name: "run", mountPath: runFolder },
			{ name: "xtables-lock", mountPath: "/run/xtables.lock" },
		],
	},
	volumes: [
		configVolume(corefileKey, "Corefile.base"),
		{ name: "run", emptyDir: {} },
		{ name: "xtables-lock", hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
	],
});
