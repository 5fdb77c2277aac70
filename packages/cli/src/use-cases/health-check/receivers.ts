import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type KubernetesObject, managedBy, receiversName } from "@localdns/core/manifests";
import type { ObjectRef } from "@localdns/core/plan";
import { problemOfUrl, type Receivers } from "./deliver.ts";

/** Keys of the Secret, which are the names of the files that it is mounted as. */
const keys = ["pushgateway", "webhook"] as const;

export const receiversRef = (namespace: string): ObjectRef => ({
	apiVersion: "v1",
	kind: "Secret",
	namespace,
	name: receiversName,
});

/** The Secret that keeps addresses out of the CronJob. @returns undefined where there is none to keep */
export function receiversObject(namespace: string, receivers: Receivers): KubernetesObject | undefined {
	const data = Object.fromEntries(
		keys.flatMap((key) => {
			const url = receivers[key];
			return url === undefined ? [] : [[key, Buffer.from(url).toString("base64")] as const];
		}),
	);
	if (Object.keys(data).length === 0) return undefined;
	const metadata = { name: receiversName, namespace, labels: managedBy };
	return { apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data };
}

/**
 * Reads addresses from a folder, such as a Secret that is mounted there; those of flags go before them.
 *
 * @returns with a sentence for each file that is no address: what cannot be told changes no verdict
 */
export function readReceivers(
	given: Receivers,
	folder: string | undefined,
): { readonly receivers: Receivers; readonly problems: readonly string[] } {
	if (folder === undefined) return { receivers: given, problems: [] };
	const problems: string[] = [];
	const read = (key: (typeof keys)[number]): string | undefined => {
		const text = textOf(join(folder, key));
		const problem = text === undefined ? undefined : problemOfUrl(text);
		if (problem !== undefined) problems.push(`LDNS765: the ${key} of --receivers ${problem}`);
		return problem === undefined ? text : undefined;
	};
	const [pushgateway, webhook] = [read("pushgateway"), read("webhook")];
	if (pushgateway === undefined && webhook === undefined && problems.length === 0)
		problems.push("LDNS765: --receivers has neither a file pushgateway nor a file webhook");
	return {
		receivers: { pushgateway: given.pushgateway ?? pushgateway, webhook: given.webhook ?? webhook },
		problems,
	};
}

/** @returns undefined where there is no such file that can be read */
function textOf(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8").trim();
	} catch {
		return undefined;
	}
}
