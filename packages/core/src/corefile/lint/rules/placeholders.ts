import type { ParsedPlugin, Token } from "../../syntax-tree.ts";
import { blockRule } from "../rule.ts";

/** What node-cache replaces in its template (cmd/node-cache/app/configmap.go). */
const known: ReadonlySet<string> = new Set([
	"__PILLAR__LOCAL__DNS__",
	"__PILLAR__CLUSTER__DNS__",
	"__PILLAR__UPSTREAM__SERVERS__",
	"__PILLAR__DNS__SERVER__",
]);

/** A placeholder that nobody fills in stays a word of the Corefile. */
export const strayPlaceholder = blockRule("LDNS447", function* ({ block }, { target }) {
	for (const token of [...block.keyTokens, ...block.plugins.flatMap(tokensOf)]) {
		for (const [placeholder] of token.text.matchAll(/__[A-Z]+(?:__[A-Z]+)+__/g)) {
			if (target.engine === "node-cache" && known.has(placeholder)) continue;
			yield {
				at: token,
				...(target.engine === "node-cache"
					? { message: `node-cache does not replace ${placeholder}`, fix: "write the value in its place" }
					: { message: `${placeholder} is filled in by node-cache only, not by CoreDNS` }),
			};
		}
	}
});

const tokensOf = ({ tokens }: ParsedPlugin): readonly Token[] => tokens;

/** The Corefile's parser takes `{$NAME}` out of `{{$NAME}}` before the template is compiled. */
export const variableInTemplate = blockRule("LDNS449", function* ({ block }) {
	for (const token of block.plugins.filter(({ name }) => name === "template").flatMap(tokensOf)) {
		if (!/\{\{[$%]/.test(token.text)) continue;
		yield {
			at: token,
			message:
				"{{$ begins an environment variable for CoreDNS, which fills in nothing where the template has a name",
		};
	}
});
