import { LocaldnsError } from "@localdns/core";
import type { Engine, ProfileName } from "@localdns/core/corefile";

/** A way for a pod to resolve names. */
export interface ArmSettings {
	/** Unique in the run: an arm named twice is `direct` and `direct#2`. */
	name: string;
	way:
		| { kind: "direct" }
		| { kind: "profile"; profile: ProfileName; engine: Engine }
		| { kind: "file"; path: string; engine: Engine };
}

const profiles: readonly string[] = ["article", "upstream", "resilient"] satisfies ProfileName[];
const mostArms = 6;

const wrong = (read: string, allowed: string): LocaldnsError =>
	new LocaldnsError("LDNS101", `--arms: read ${JSON.stringify(read)}; allowed is ${allowed}`, {
		hint: "localdns bench --help",
	});

/** @throws LocaldnsError LDNS101 */
export function parseArms(list: string): ArmSettings[] {
	const ways = list.split(",").map((text) => parseArm(text.trim()));
	if (ways.length < 2 || ways.length > mostArms)
		throw wrong(list, `2 to ${mostArms} arms, the first is the baseline`);
	const seen = new Map<string, number>();
	return ways.map(({ name, way }) => {
		const count = (seen.get(name) ?? 0) + 1;
		seen.set(name, count);
		return { name: count === 1 ? name : `${name}#${count}`, way };
	});
}

function parseArm(text: string): ArmSettings {
	// A path may hold an @ itself, so only these two count as an engine.
	const [, base = text, named] = /^(.*)@(node-cache|coredns)$/.exec(text) ?? [];
	const engine = named === "coredns" ? named : "node-cache";
	const name = engine === "node-cache" ? base : text;
	if (base === "direct") {
		if (named !== undefined) throw wrong(text, "direct without an engine: it asks the cluster DNS");
		return { name, way: { kind: "direct" } };
	}
	if (base.startsWith("file:") && base.length > "file:".length) {
		return { name, way: { kind: "file", path: base.slice("file:".length), engine } };
	}
	if (!profiles.includes(base))
		throw wrong(
			text,
			`direct, ${profiles.join(", ")} or file:PATH, all but direct with an optional @node-cache or @coredns`,
		);
	return { name, way: { kind: "profile", profile: base as ProfileName, engine } };
}
