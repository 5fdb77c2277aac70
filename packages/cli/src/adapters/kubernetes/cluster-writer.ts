import type { ApiObject } from "@localdns/core/cluster";
import { fieldManager, type KubernetesObject } from "@localdns/core/manifests";
import { type ObjectRef, refOf, refText } from "@localdns/core/plan";
import type { Cluster, ClusterReader } from "../../ports/cluster.ts";
import { type ApiClient, type ApiContent, isGood } from "./api-client.ts";
import { readStatus, statusError } from "./api-error.ts";
import { takenOver } from "./managed-fields.ts";
import { collectionPath, objectPath } from "./resource-path.ts";
import { writeError } from "./write-error.ts";

type Writer = Omit<Cluster, keyof ClusterReader | "requests">;

/** How often owners are read anew because the object changed meanwhile. */
const mostReadings = 5;
const json = "application/json";

/** The half of the port that writes. */
export function clusterWriter(client: ApiClient): Writer {
	const read = async (ref: ObjectRef): Promise<ApiObject | undefined> => {
		const { status, body } = await client.send("GET", objectPath(ref), `get ${refText(ref)}`);
		return status === 404 ? undefined : (body as ApiObject);
	};
	/** @returns undefined where the object is not there, or is another one by now */
	const change = async (ref: ObjectRef, content: ApiContent): Promise<ApiObject | undefined> => {
		const answer = await client.exchange("PATCH", `${objectPath(ref)}?${query(false)}`, content);
		if (isGood(answer.status)) return answer.body as ApiObject;
		if (answer.status === 404 || answer.status === 409) return undefined;
		throw writeError(answer, "patch", ref, client.server);
	};
	return {
		read,
		async apply(object, { force = false, dryRun = false } = {}) {
			const ref = refOf(object);
			const path = `${objectPath(ref)}?${query(dryRun)}&force=${force}`;
			const content = { type: "application/apply-patch+yaml", body: object };
			const answer = await client.exchange("PATCH", path, content);
			if (isGood(answer.status)) return answer.body as ApiObject;
			throw writeError(answer, "apply", ref, client.server);
		},
		async create(object: KubernetesObject, { dryRun = false } = {}) {
			const ref = refOf(object);
			const path = `${collectionPath(ref)}?${query(dryRun)}`;
			const answer = await client.exchange("POST", path, { type: json, body: object });
			if (isGood(answer.status)) return answer.body as ApiObject;
			if (answer.status === 409 && readStatus(answer).reason === "AlreadyExists") return undefined;
			throw writeError(answer, "create", ref, client.server);
		},
		patch: (ref, merge, resourceVersion) =>
			change(ref, {
				type: "application/merge-patch+json",
				body: resourceVersion === undefined ? merge : withVersion(merge, resourceVersion),
			}),
		async delete(ref, uid) {
			const preconditions = uid === undefined ? {} : { preconditions: { uid } };
			const body = {
				kind: "DeleteOptions",
				apiVersion: "v1",
				propagationPolicy: "Background",
				...preconditions,
			};
			const answer = await client.exchange("DELETE", objectPath(ref), { type: json, body });
			if (isGood(answer.status)) return true;
			// 409: another object of that name. A namespace that is on its way out answers so as well.
			if (answer.status === 404 || answer.status === 409) return false;
			throw writeError(answer, "delete", ref, client.server);
		},
		async takeOver(ref, managers) {
			for (let readings = 1; ; readings += 1) {
				const there = await read(ref);
				const entries = takenOver(there?.metadata?.managedFields ?? [], managers);
				if (there === undefined || entries === undefined) return there;
				const { resourceVersion } = (there.metadata ?? {}) as { resourceVersion?: string };
				const body = [
					{ op: "replace", path: "/metadata/managedFields", value: entries },
					{ op: "replace", path: "/metadata/resourceVersion", value: resourceVersion },
				];
				const answer = await client.exchange("PATCH", `${objectPath(ref)}?${query(false)}`, {
					type: "application/json-patch+json",
					body,
				});
				if (isGood(answer.status)) return answer.body as ApiObject;
				if (answer.status !== 409 || readings === mostReadings)
					throw writeError(answer, "patch", ref, client.server);
			}
		},
		async log(namespace, pod, limitBytes) {
			const ref = { apiVersion: "v1", kind: "Pod", namespace, name: pod };
			const answer = await client.exchange("GET", `${objectPath(ref)}/log?limitBytes=${limitBytes}`);
			if (isGood(answer.status)) return answer.text;
			// A pod that is gone, or whose container has not begun, has printed nothing.
			if (answer.status === 404 || answer.status === 400) return "";
			throw statusError(answer, `read the log of ${refText(ref)}`, client.server);
		},
		async logSince(namespace, pod, { since, limitBytes }) {
			const ref = { apiVersion: "v1", kind: "Pod", namespace, name: pod };
			const from = since === undefined ? "" : `&sinceTime=${encodeURIComponent(since)}`;
			const path = `${objectPath(ref)}/log?timestamps=true&limitBytes=${limitBytes}${from}`;
			const answer = await client.exchange("GET", path);
			if (isGood(answer.status)) return answer.text;
			if (answer.status === 404) return undefined;
			if (answer.status === 400) return "";
			throw statusError(answer, `read the log of ${refText(ref)}`, client.server);
		},
	};
}

const query = (dryRun: boolean): string =>
	`fieldManager=${fieldManager}&fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`;

function withVersion(merge: object, resourceVersion: string): object {
	const { metadata = {} } = merge as { metadata?: object };
	return { ...merge, metadata: { ...metadata, resourceVersion } };
}
