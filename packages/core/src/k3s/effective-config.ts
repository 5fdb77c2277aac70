import type { LocaldnsError } from "../errors.ts";
import { mergeConfigFiles, type Written } from "./config-files.ts";
import { repeatableFlags } from "./flags.ts";
import { swallowedBy } from "./kubelet-arg.ts";
import type { Place } from "./place.ts";
import { type NodeSnapshot, readConfigFiles } from "./snapshot.ts";

/** Where a value comes from: a place in a file, or a flag of the unit's command line (the n-th, from 0). */
export type Origin = { readonly place: Place } | { readonly unit: string; readonly flag: number };

/** Why a value has no effect. */
export type Loss =
	/** A later `key:` replaced it. */
	| { readonly why: "replaced"; readonly by: Place }
	/** Of a flag that takes one value, a later one was given. */
	| { readonly why: "overridden"; readonly by: Origin }
	/** The entry before it has no `=`, and K3s from 1.32 on takes this one for its value. */
	| { readonly why: "swallowed"; readonly by: Origin };

/** A value of a flag, in the order in which K3s gets them. */
export interface EffectiveValue {
	readonly text: string;
	readonly origin: Origin;
	readonly loss: Loss | undefined;
}

/** What K3s is started with, by flag: each value, where it was written, and why it lost if it did. */
export interface EffectiveConfig {
	readonly flags: ReadonlyMap<string, readonly EffectiveValue[]>;
}

/** What merging the files of a node gave; the error is that of the first file that cannot be read. */
export type ReadEffectiveConfig = { ok: true; config: EffectiveConfig } | { ok: false; error: LocaldnsError };

/**
 * Who wins: merges files and the unit's flags as K3s does. Values of files come first; of a flag that may be repeated
 * all count, of any other the last. Source: k3s-io/k3s pkg/configfilearg/parser.go, Parse.
 *
 * @returns LDNS508 or LDNS509 for a file that cannot be read with certainty
 */
export function effectiveConfig(snapshot: NodeSnapshot): ReadEffectiveConfig {
	const read = readConfigFiles(snapshot);
	if (!read.ok) return read;
	const flags = new Map<string, EffectiveValue[]>();
	for (const [name, all] of mergeConfigFiles(read.files)) flags.set(name, all.map(fromFile));
	const { service } = snapshot;
	for (const [index, { name, value }] of (service?.flags ?? []).entries()) {
		const origin: Origin = { unit: service?.path ?? "", flag: index };
		const before = flags.get(name);
		const given = { text: value ?? "true", origin, loss: undefined };
		if (before === undefined) flags.set(name, [given]);
		else before.push(given);
	}
	return {
		ok: true,
		config: { flags: new Map([...flags].map(([name, values]) => [name, withLosses(name, values)])) },
	};
}

/** The values that K3s acts on, in order. */
export function valuesInForce(config: EffectiveConfig, flag: string): readonly EffectiveValue[] {
	return (config.flags.get(flag) ?? []).filter(({ loss }) => loss === undefined);
}

function fromFile({ value, replacedBy }: Written): EffectiveValue {
	const loss: Loss | undefined =
		replacedBy === undefined ? undefined : { why: "replaced", by: replacedBy.key.place };
	return { text: value.text, origin: { place: value.place }, loss };
}

function withLosses(name: string, values: readonly EffectiveValue[]): EffectiveValue[] {
	const inForce = values.filter(({ loss }) => loss === undefined);
	const losses = new Map<EffectiveValue, Loss>();
	if (name === "kubelet-arg") {
		for (const [index, by] of swallowedBy(inForce.map(({ text }) => text)).entries()) {
			const [value, swallower] = [inForce[index], by === undefined ? undefined : inForce[by]];
			if (value !== undefined && swallower !== undefined)
				losses.set(value, { why: "swallowed", by: swallower.origin });
		}
	} else if (!repeatableFlags.has(name)) {
		const last = inForce.at(-1);
		for (const value of inForce.slice(0, -1))
			if (last !== undefined) losses.set(value, { why: "overridden", by: last.origin });
	}
	return values.map((value) => ({ ...value, loss: value.loss ?? losses.get(value) }));
}
