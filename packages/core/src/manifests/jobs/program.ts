import { LocaldnsError } from "../../errors.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { managedBy } from "../names.ts";

/** A program that is mounted into stock Node: a file of a ConfigMap. */
export interface Program {
	readonly configMap: string;
	/** Key in it. */
	readonly file: string;
}

/** Most bytes of a ConfigMap's data (kubernetes/kubernetes: pkg/apis/core/validation, MaxSecretSize). */
const mostBytes = 1024 * 1024;

/** Where programs are in their containers. */
const folder = "/opt/localdns";

/** Path of a program in its container. */
export const pathOf = ({ file }: Program): string => `${folder}/${file}`;

/** Volume and mount of a program. */
export const programVolume = ({ configMap }: Program) => ({
	volume: { name: "program", configMap: { name: configMap } },
	mount: { name: "program", mountPath: folder, readOnly: true },
});

/**
 * Carrier of programs and their input.
 *
 * @param files texts by file name
 * @throws LocaldnsError LDNS463 when they are too large
 */
export function programConfigMap(
	name: string,
	namespace: string,
	files: Readonly<Record<string, string>>,
): KubernetesObject {
	const bytes = Object.values(files).reduce((total, text) => total + utf8Length(text), 0);
	if (bytes > mostBytes) {
		throw new LocaldnsError(
			"LDNS463",
			`${Object.keys(files).join(", ")}: ${bytes} bytes; at most ${mostBytes}`,
		);
	}
	return {
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name, namespace, labels: managedBy },
		immutable: true,
		data: files,
	};
}

/** TextEncoder belongs to hosts, not to the language. */
function utf8Length(text: string): number {
	let length = 0;
	for (const character of text) {
		const point = character.codePointAt(0) as number;
		length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	}
	return length;
}
