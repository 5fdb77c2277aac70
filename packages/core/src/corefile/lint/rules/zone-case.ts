import { atLeast } from "../../engines.ts";
import { isOpen } from "../../facts/argument-forms.ts";
import { blockRule } from "../rule.ts";

/** Questions are looked up in lower case; keys were kept as written until 1.14.7 (core/dnsserver/register.go). */
export const upperCaseZone = blockRule("LDNS446", function* ({ block }, { target, source }) {
	if (atLeast(target.coreDns, "1.14.7")) return;
	for (const token of block.keyTokens) {
		if (!/\p{Lu}/u.test(token.text) || isOpen(token.text)) continue;
		const { start, end } = token;
		yield {
			at: token,
			message: `CoreDNS ${target.coreDns} refuses every question for ${token.text}: it knows the zone in upper case, and asks for it in lower case`,
			fix: token.text.toLowerCase(),
			edits: [{ start, end, text: source.slice(start, end).toLowerCase() }],
		};
	}
});
