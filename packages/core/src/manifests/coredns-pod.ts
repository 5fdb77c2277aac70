import type { NodeCorefilePlan } from "../corefile/node-corefile-settings.ts";
import { addressImage } from "./images.ts";
import { corefileKey } from "./names.ts";
import {
	configVolume,
	confined,
	type EnginePod,
	httpGet,
	livenessProbe,
	nodeAddressEnvironment,
	resources,
} from "./pod.ts";

/** CoreDNS sets up no address, so a container before it does. */
export const coreDnsPod = (plan: NodeCorefilePlan, image: string): EnginePod => ({
	initContainers: [
		{
			name: "address",
			image: addressImage,
			command: ["sh", "-c", addAddress(plan.localAddress)],
			securityContext: confined(["NET_ADMIN"]),
		},
	],
	container: {
		name: "coredns",
		image,
		args: ["-conf", "/etc/coredns/Corefile"],
		...nodeAddressEnvironment(plan),
		resources: resources(plan),
		securityContext: confined(["NET_BIND_SERVICE"]),
		livenessProbe: livenessProbe(plan),
		readinessProbe: { httpGet: readiness(plan), periodSeconds: 2, timeoutSeconds: 2 },
		volumeMounts: [{ name: "config", mountPath: "/etc/coredns", readOnly: true }],
	},
	volumes: [configVolume(corefileKey, "Corefile")],
});

/** The add-on's Corefile has no `ready`: node-cache, for which it was written, lacks the plugin. */
const readiness = (plan: NodeCorefilePlan) =>
	plan.profile === "resilient" ? httpGet(plan, "/ready", 8181) : httpGet(plan, "/health", 8080);

/** Does nothing where an earlier pod has left the address. */
function addAddress(address: string): string {
	const [family, prefix] = address.includes(":") ? ["inet6", 128] : ["inet", 32];
	const whole = `${address}/${prefix}`;
	return `ip address show dev lo | grep -qF '${family} ${whole}' || ip address add ${whole} dev lo`;
}
