import type { Forms } from "./argument-forms.ts";
import { allForms, readKind } from "./argument-forms.ts";

const words: Readonly<Record<string, string>> = {
	word: "WORD",
	zone: "ZONE",
	int: "NUMBER",
	uint: "NUMBER(0..)",
	percent: "PERCENT%",
	duration: "DURATION",
	seconds: "DURATION",
	ip: "IP",
	cidr: "CIDR",
	rcode: "RCODE",
	local: "ADDRESS",
	listen: "HOST:PORT",
	upstream: "ADDRESS",
	hostname: "ADDRESS",
};

/** What a version takes behind a name, in the notation of a manual: `NUMBER(1..) [DURATION], or nothing`. */
export function formsText(forms: Forms, isKnown: (since: string) => boolean): string {
	const all = allForms(forms).filter(({ since }) => isKnown(since));
	return all
		.map(({ kinds }) => (kinds.length === 0 ? "nothing" : kinds.map(kindText).join(" ")))
		.join(", or ");
}

function kindText(text: string): string {
	const { kind, repeat, limit } = readKind(text);
	const plain = /^[=~]/.test(kind) ? kind.slice(1) : kind.replace(/^\w+/, (name) => words[name] ?? name);
	if (repeat === "") return plain;
	if (repeat === "?") return `[${plain}]`;
	const most = limit === "" ? "" : ` (at most ${limit})`;
	return repeat === "*" ? `[${plain}…]` : `${plain}…${most}`;
}
