import type { EffectiveValue } from "./effective-config.ts";
import { serverOnlyFlags } from "./flags.ts";
import { readKubeletArg } from "./kubelet-arg.ts";
import { placeText } from "./place.ts";
import { type NodeSnapshot, readConfigFiles } from "./snapshot.ts";
import { originText } from "./who-wins.ts";

/** What is not in the way of a plan, but will surprise whoever restarts K3s next. */
export function warningsOf(snapshot: NodeSnapshot, kubeletArgs: readonly EffectiveValue[]): string[] {
	return [
		...lostEntries(kubeletArgs),
		...keysOfOtherRole(snapshot),
		...repeatedKeys(snapshot),
		...unseenFlags(snapshot),
	];
}

function lostEntries(values: readonly EffectiveValue[]): string[] {
	return values
		.filter(({ loss }) => loss?.why === "swallowed")
		.map(({ text, origin }) => {
			const { name } = readKubeletArg(text);
			return `K3s from 1.32 on drops the kubelet-arg ${name} (${originText(origin)}): the entry before it has no =`;
		});
}

function keysOfOtherRole(snapshot: NodeSnapshot): string[] {
	const read = readConfigFiles(snapshot);
	if (snapshot.role !== "agent" || !read.ok) return [];
	return read.files.flatMap(({ keys }) =>
		keys
			.filter(({ name }) => serverOnlyFlags.has(name))
			.map(
				({ name, place }) =>
					`${placeText(place)}: ${name} is for servers only; with it k3s-agent does not start`,
			),
	);
}

function repeatedKeys(snapshot: NodeSnapshot): string[] {
	const read = readConfigFiles(snapshot);
	if (!read.ok) return [];
	return read.files.flatMap(({ keys }) => {
		const seen = new Set<string>();
		return keys
			.filter(({ name, append }) => {
				const repeated = !append && seen.has(name);
				seen.add(name);
				return repeated;
			})
			.map(
				({ name, place }) =>
					`${placeText(place)}: ${name} stands in this file before, and the later one counts`,
			);
	});
}

function unseenFlags({ service }: NodeSnapshot): string[] {
	if (service?.unknownVariable === undefined) return [];
	return [
		`${service.path}: $${service.unknownVariable} on the command line is set by no file that was found; its flags are not known here`,
	];
}
