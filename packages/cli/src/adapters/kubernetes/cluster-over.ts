import { LocaldnsError } from "@localdns/core";
import {
	type AccessAnswer,
	type AccessQuestion,
	type ApiObject,
	accessReview,
	rightText,
} from "@localdns/core/cluster";
import type { Cluster } from "../../ports/cluster.ts";
import type { ApiClient } from "./api-client.ts";
import { clusterWriter } from "./cluster-writer.ts";
import { inParallel } from "./in-parallel.ts";

/** As kubectl: large enough for few round trips, small enough to be held at once. */
const pageSize = 500;
/** How often a list is begun anew because its pages went out of date meanwhile. */
const mostBeginnings = 3;
const reviewsAtOnce = 8;

interface Page {
	readonly metadata?: { readonly continue?: string };
	readonly items?: readonly ApiObject[];
}

/** The port, on an API server. */
export function clusterOver(client: ApiClient): Cluster {
	return {
		place: { context: client.context, server: client.server },
		async serverVersion() {
			const { body } = await client.send("GET", "/version", "get the version");
			const { gitVersion } = (body ?? {}) as { gitVersion?: unknown };
			if (typeof gitVersion !== "string")
				throw new LocaldnsError("LDNS607", `${client.server} is no Kubernetes API server: it has no version`);
			return gitVersion;
		},
		async get(path) {
			const { status, body } = await client.send("GET", path, `get ${path}`);
			return status === 404 ? undefined : (body as ApiObject);
		},
		async list<T>(path: string, read: (object: ApiObject) => T | undefined) {
			for (let beginning = 1; beginning <= mostBeginnings; beginning += 1) {
				const all = await pages(client, path, read);
				if (all !== undefined) return all;
			}
			throw new LocaldnsError("LDNS607", `list ${path}: its pages went out of date ${mostBeginnings} times`);
		},
		mayI: (questions) => inParallel(questions, reviewsAtOnce, (question) => review(client, question)),
		close: () => client.close(),
		get requests() {
			return client.requests;
		},
		...clusterWriter(client),
	};
}

/** @returns undefined where the list has to be begun anew (410) */
async function pages<T>(
	client: ApiClient,
	path: string,
	read: (object: ApiObject) => T | undefined,
): Promise<T[] | undefined> {
	const all: T[] = [];
	let next: string | undefined;
	do {
		const query = `limit=${pageSize}${next === undefined ? "" : `&continue=${encodeURIComponent(next)}`}`;
		const separator = path.includes("?") ? "&" : "?";
		const { status, body } = await client.send("GET", `${path}${separator}${query}`, `list ${path}`);
		if (status === 410) return undefined;
		const { items = [], metadata = {} } = body as Page;
		for (const item of items) {
			const kept = read(item);
			if (kept !== undefined) all.push(kept);
		}
		next = metadata.continue || undefined;
	} while (next !== undefined);
	return all;
}

async function review(client: ApiClient, question: AccessQuestion): Promise<AccessAnswer> {
	const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
	const asked = `ask whether this account may ${rightText(question)}`;
	const { body } = await client.send("POST", path, asked, accessReview(question));
	const { status } = (body ?? {}) as { status?: { allowed?: boolean } };
	return { ...question, allowed: status?.allowed === true };
}
