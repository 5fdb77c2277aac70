import type { EffectiveValue, Loss, Origin } from "./effective-config.ts";
import { isSecretFlag } from "./flags.ts";
import { readKubeletArg } from "./kubelet-arg.ts";
import { placeText } from "./place.ts";

export function originText(origin: Origin): string {
	return "place" in origin ? placeText(origin.place) : `${origin.unit}, command line`;
}

/** Why a value has no effect, as a sentence's end. */
function lossText(loss: Loss): string {
	switch (loss.why) {
		case "replaced":
			return `replaced by the key at ${placeText(loss.by)}, which has no +`;
		case "overridden":
			return `overridden at ${originText(loss.by)}`;
		case "swallowed":
			return `dropped by K3s from 1.32 on: the entry before it, at ${originText(loss.by)}, has no = and takes this one for its value`;
	}
}

/** A value for people: what, from where, and why it wins or loses. */
export interface WhoWins {
	/** The value; of an entry of kubelet-arg other than cluster-dns only the name. */
	readonly entry: string;
	readonly origin: string;
	readonly inForce: boolean;
	readonly why: string;
}

/** In the order in which K3s gets them. */
export function whoWins(values: readonly EffectiveValue[], flag: string): WhoWins[] {
	return values.map(({ text, origin, loss }) => ({
		entry: isSecretFlag(flag) ? "…" : shown(text, flag),
		origin: originText(origin),
		inForce: loss === undefined,
		why: loss === undefined ? "in force" : lossText(loss),
	}));
}

/** Values of kubelet-arg may hold what is nobody's business, such as a password in an environment; names are enough. */
function shown(text: string, flag: string): string {
	if (flag !== "kubelet-arg") return text;
	const { name, value } = readKubeletArg(text);
	if (name === "cluster-dns") return text;
	return value === undefined ? name : `${name}=…`;
}
