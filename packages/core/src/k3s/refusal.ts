import { LocaldnsError } from "../errors.ts";
import { clusterDnsEntry, dropInName } from "./drop-in.ts";
import type { EffectiveValue, Origin } from "./effective-config.ts";
import { type Place, placeText } from "./place.ts";
import { originText } from "./who-wins.ts";

/** A unit's flags stand in it, in its folder of overrides, or in its file of variables, all named alike. */
const show = (origin: Origin): string =>
	"place" in origin
		? `sed -n ${origin.place.line}p ${origin.place.file}`
		: `grep -rn cluster-dns ${origin.unit}*`;

export function wouldBeWiped(by: Place): LocaldnsError {
	return new LocaldnsError("LDNS501", `${placeText(by)}: this kubelet-arg would replace localdns' entry`, {
		reason: `its file is read after ${dropInName}, and a key without + replaces what was read before`,
		hint: `write it as "kubelet-arg+:" in line ${by.line} of ${by.file}, or use: localdns node-config plan --in-place`,
	});
}

/** @param adoptable the article's entry, which --adopt takes over */
export function alreadySet(values: readonly EffectiveValue[], adoptable: boolean): LocaldnsError {
	const [first] = values;
	const at = values.map(({ origin }) => originText(origin)).join(", ");
	return new LocaldnsError("LDNS502", `kubelet-arg sets cluster-dns already: ${at}`, {
		reason: `the kubelet adds up repeated --cluster-dns, so that pods would get both (${values.map(({ text }) => text).join(", ")})`,
		...(adoptable
			? { hint: "localdns node-config plan --adopt" }
			: first === undefined
				? {}
				: { hint: `${show(first.origin)}, then take the entry out` }),
	});
}

export function ownKeyMisused(value: EffectiveValue, why: string): LocaldnsError {
	return new LocaldnsError(
		"LDNS503",
		`K3s' own cluster-dns is set to ${value.text}: ${originText(value.origin)}`,
		{
			reason: why,
			hint: `${show(value.origin)}, then take that key out; localdns sets the kubelet's: kubelet-arg "${clusterDnsEntry(["169.254.20.10"])}"`,
		},
	);
}

export function wouldBeSwallowed(before: EffectiveValue): LocaldnsError {
	return new LocaldnsError(
		"LDNS504",
		`${originText(before.origin)}: the kubelet-arg ${JSON.stringify(before.text)} has no =`,
		{
			reason: "K3s from 1.32 on would take localdns' entry for its value and drop it",
			hint: `give it a value (a switch takes =true), or use: localdns node-config plan --in-place`,
		},
	);
}

export function notEditable(at: Place, why: string): LocaldnsError {
	return new LocaldnsError("LDNS505", `${placeText(at)}: kubelet-arg cannot be edited here`, {
		reason: why,
		hint: "localdns node-config plan (without --in-place), or edit that key by hand",
	});
}

export function foreignDropIn(path: string): LocaldnsError {
	return new LocaldnsError("LDNS507", `${path} is not what localdns writes`, {
		reason: "someone changed it or made it, and it would be lost",
		hint: `mv ${path} ${path.replace(dropInName, "50-node.yaml")}`,
	});
}
