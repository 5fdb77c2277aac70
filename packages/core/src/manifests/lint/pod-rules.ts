import { isScalar } from "yaml";
import { listenHost } from "../../corefile/lint/upstream.ts";
import type { ErrorCode } from "../../error-codes/index.ts";
import { mapsAt, nodeAt, type ObjectNode, pairAt, textAt } from "./manifest-nodes.ts";
import { faultOfLocalIp, flagsOf } from "./node-cache-flags.ts";

/** What a rule saw at a part of a manifest. */
export interface ManifestSighting {
	readonly code: ErrorCode;
	/** The part it stands at. */
	readonly node: unknown;
	readonly message: string;
	/** @default the code's own hint */
	readonly fix?: string;
}

const isNodeCache = (container: ObjectNode): boolean => /node-cache/.test(textAt(container, "image") ?? "");

/** Pods of a workload that serve DNS on the node's network: node-cache, or a CoreDNS there. */
export function* judgeWorkload(workload: ObjectNode): Generator<ManifestSighting> {
	const path = textAt(workload, "kind") === "Pod" ? ["spec"] : ["spec", "template", "spec"];
	const pod = nodeAt(workload, ...path) as ObjectNode | undefined;
	const onHost = isTrue(nodeAt(workload, ...path, "hostNetwork"));
	for (const container of mapsAt(workload, ...path, "containers")) {
		const nodeCache = isNodeCache(container);
		if (pod === undefined || (!nodeCache && !(onHost && /coredns/.test(textAt(container, "image") ?? ""))))
			continue;
		if (nodeCache) yield* judgeFlags(container, workload);
		const ports = pairAt(container, "ports");
		if (onHost && ports !== undefined) {
			yield {
				code: "LDNS456",
				node: ports.key,
				message:
					"with hostNetwork each of these ports is taken on the node, so no second pod fits beside the first during an update",
			};
		}
		if (pairAt(container, "livenessProbe") === undefined) {
			yield {
				code: "LDNS458",
				node: pairAt(container, "name")?.key ?? container,
				message: `container ${textAt(container, "name")} has no livenessProbe, so a process that hangs is never restarted`,
			};
		}
	}
}

function* judgeFlags(container: ObjectNode, workload: ObjectNode): Generator<ManifestSighting> {
	const flags = flagsOf(container);
	const find = (name: string) => flags.find((flag) => flag.name === name);
	const missingAt = pairAt(container, "args")?.key ?? container;
	const interval = find("syncinterval");
	if (interval !== undefined) {
		yield {
			code: "LDNS452",
			node: interval.node,
			message: `-syncinterval ${interval.value ?? ""}: node-cache multiplies it by a second once more, and ends at its start or never checks its rules again`,
		};
	}
	if (find("conf") === undefined) {
		const message =
			"-conf is missing: node-cache has nowhere to write its Corefile, and CoreDNS serves whoami instead";
		yield { code: "LDNS453", node: missingAt, message };
	}
	const localIp = find("localip");
	const fault = localIp === undefined ? "-localip is missing" : faultOfLocalIp(localIp.value ?? "");
	if (fault !== undefined) {
		yield {
			code: "LDNS453",
			node: localIp?.node ?? missingAt,
			message: `${fault}: node-cache ends at its start`,
			fix: "name the addresses of one family: -localip 169.254.20.10",
		};
	}
	if (find("pidfile") === undefined) {
		const message = "-pidfile is missing, so the packet rules come a minute after the start";
		yield { code: "LDNS455", node: missingAt, message };
	}
	const own = find("metrics-listen-address");
	const host = own?.value === undefined ? "" : listenHost(own.value);
	if (host === "" || host === "0.0.0.0" || host === "::") {
		yield {
			code: "LDNS442",
			node: own?.node ?? missingAt,
			message: "node-cache's own metrics are on port 9353 of every address of the node, public ones too",
			fix: "add -metrics-listen-address 127.0.0.1:9353",
		};
	}
	const surge = nodeAt(workload, "spec", "updateStrategy", "rollingUpdate", "maxSurge");
	const teardown = find("skipteardown");
	const surges = isScalar(surge) && !/^0%?$/.test(String(surge.value));
	if (surges && (teardown === undefined || /^(?:0|f|F|false|FALSE|False)$/.test(teardown.value ?? ""))) {
		yield {
			code: "LDNS457",
			node: surge,
			message:
				"the old pod deletes address and packet rules when it ends, and the new pod beside it needs them",
		};
	}
}

/** A workload whose ServiceAccount is missing among objects that it needs as well. */
export function* judgeServiceAccounts(objects: readonly ObjectNode[]): Generator<ManifestSighting> {
	const identity = (...parts: readonly (string | undefined)[]) => JSON.stringify(parts);
	const there = new Set(
		objects.map((object) =>
			identity(
				textAt(object, "kind"),
				textAt(object, "metadata", "name"),
				textAt(object, "metadata", "namespace"),
			),
		),
	);
	const has = (kind: string, name: string | undefined, namespace: string | undefined) =>
		there.has(identity(kind, name, namespace));
	for (const object of objects) {
		const spec = ["spec", "template", "spec"];
		const account = nodeAt(object, ...spec, "serviceAccountName");
		if (!isScalar(account) || account.value === "default") continue;
		const name = String(account.value);
		const namespace = textAt(object, "metadata", "namespace");
		const withConfig = mapsAt(object, ...spec, "volumes").some((volume) =>
			has("ConfigMap", textAt(volume, "configMap", "name"), namespace),
		);
		if (!withConfig || has("ServiceAccount", name, namespace)) continue;
		yield {
			code: "LDNS459",
			node: account,
			message: `ServiceAccount ${name} is not in this file, though the ConfigMap is: no pod is created until it exists`,
		};
	}
}

const isTrue = (node: unknown): boolean => isScalar(node) && node.value === true;
