import { LocaldnsError } from "@localdns/core";
import type { ClusterSnapshot } from "@localdns/core/cluster";
import type { ImageSettings } from "@localdns/core/manifests";
import { jobAccess } from "../adapters/node-access/job-access.ts";
import { manualAccess } from "../adapters/node-access/manual-access.ts";
import { sshAccess } from "../adapters/node-access/ssh-access.ts";
import type { NodeAccess } from "../ports/node-access.ts";
import type { Verification } from "../ports/verification.ts";
import { openVerification } from "../use-cases/change/verify-nodes.ts";
import type { OpenedChange } from "./change-opening.ts";

/** Flags of how nodes are reached. */
export interface AccessFlags {
	readonly nodeAccess: "job" | "ssh" | "manual";
	/** As `sshAccess` takes it. */
	readonly sshTarget?: string | undefined;
}

interface WaysSettings
	extends Pick<OpenedChange, "cluster" | "run" | "programs" | "onChange" | "say">,
		AccessFlags {
	readonly images?: ImageSettings | undefined;
	readonly clusterDomain: string;
	/** The cluster DNS to compare with, asked for when it is first needed. */
	readonly reference: () => Promise<readonly string[]>;
	/** Of the run; after LDNS705 nothing is removed any more. */
	readonly signal: AbortSignal;
}

/** Ways to a cluster's nodes, each opened when it is first needed. */
export interface WaysToNodes {
	readonly access: () => Promise<NodeAccess>;
	readonly verification: () => Promise<Verification>;
	/** Removes what both have made, and waits until it is gone. */
	readonly close: () => Promise<void>;
}

/** Node Jobs, ssh or someone's hands; and fresh pods that ask names. */
export function waysToNodes(settings: WaysSettings): WaysToNodes {
	const { cluster, run, programs, onChange, say, signal, nodeAccess, clusterDomain, reference } = settings;
	const { images = {} } = settings;
	const accesses: Readonly<Record<AccessFlags["nodeAccess"], () => NodeAccess>> = {
		job: () => jobAccess(cluster, { program: programs.node, images, onChange }),
		ssh: () => sshAccess(cluster, { target: settings.sshTarget }),
		manual: () => manualAccess(cluster, { say, signal }),
	};
	const access = once(async () => accesses[nodeAccess]());
	const verification = once(async () =>
		openVerification(cluster, {
			...{ run, clusterDomain, images, onChange, program: programs.lookup },
			clusterDns: await reference(),
		}),
	);
	return {
		access: access.get,
		verification: verification.get,
		async close() {
			// What is there may be another run's by now.
			if (isLost(signal)) return;
			// What cannot be removed is told, and takes nothing from what the command has to say of its nodes.
			for (const way of [access, verification]) {
				try {
					await way.close();
				} catch (error) {
					if (!(error instanceof LocaldnsError)) throw error;
					onChange({ event: "warning", text: `${error.message}; ${error.hint}` });
				}
			}
		},
	};
}

interface Way {
	open(): Promise<void>;
	close(): Promise<void>;
}

/** Several nodes at a time may be the first to need it. What was opened half is closed as well. */
function once<T extends Way>(make: () => Promise<T>) {
	let made: T | undefined;
	let opened: Promise<T> | undefined;
	const open = async () => {
		made = await make();
		await made.open();
		return made;
	};
	return {
		get: () => {
			opened ??= open();
			return opened;
		},
		close: async () => await made?.close(),
	};
}

const isLost = ({ reason }: AbortSignal): boolean =>
	reason instanceof LocaldnsError && reason.code === "LDNS705";

/** Addresses of the cluster DNS. */
export const clusterDnsOf = ({ clusterDns: { service } }: ClusterSnapshot): readonly string[] =>
	service.known ? (service.value?.addresses ?? []) : [];

/** As K3s has noted it. */
export const clusterDomainOf = ({ clusterDns: { noted } }: ClusterSnapshot): string =>
	(noted.known ? noted.value?.data.clusterDomain : undefined) ?? "cluster.local";
