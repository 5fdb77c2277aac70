import { familyOf } from "../corefile/ip-family.ts";
import { addressImage, type ImageSettings, pullPolicy } from "./images.ts";
import type { NodeServer } from "./node-server.ts";
import { configVolume, confined, dnsReadiness, environment, httpGet, livenessProbe } from "./pod.ts";

/** CoreDNS sets up no address, so a container before it does. One process serves both IP families. */
export const coreDnsPod = (server: NodeServer, image: string, images: ImageSettings | undefined): object => ({
	initContainers: [
		{
			name: "address",
			image: addressImage(images),
			...pullPolicy(images),
			command: ["sh", "-c", addAddresses, "address", ...server.plan.localAddresses.map(whole)],
			resources: { requests: { cpu: "1m", memory: "4Mi" } },
			securityContext: confined(["NET_ADMIN"]),
		},
	],
	containers: [
		{
			name: "coredns",
			image,
			...pullPolicy(images),
			args: ["-conf", "/etc/coredns/Corefile"],
			...environment(server),
			resources: server.resources,
			securityContext: confined(["NET_BIND_SERVICE"]),
			livenessProbe: livenessProbe(server),
			readinessProbe: readiness(server),
			volumeMounts: [{ name: "config", mountPath: "/etc/coredns", readOnly: true }],
		},
	],
	volumes: [configVolume([{ key: server.key, path: "Corefile" }])],
});

/** Does nothing where an earlier pod has left the address. Addresses come as arguments, never as shell text. */
const addAddresses = 'for address; do ip address replace "$address" dev lo || exit; done';

const whole = (address: string): string => `${address}/${familyOf(address) === "ipv6" ? 128 : 32}`;

/** The add-on's Corefile has no `ready`: node-cache, for which it was written, lacks the plugin. */
const readiness = (server: NodeServer) =>
	server.plan.profile === "resilient"
		? { httpGet: httpGet(server, "/ready", 8181), periodSeconds: 2, timeoutSeconds: 2 }
		: dnsReadiness(server);
