import { rightText } from "../cluster/rights.ts";
import type { Check } from "./check.ts";
import { bad, count, fromFacts, names, ok } from "./outcome.ts";

/** What doctor itself may do: the rest of its answers depends on it. */
export const rightsChecks: readonly Check[] = [
	{
		id: "rights",
		code: "LDNS610",
		category: "API and rights",
		title: "the API server lets this account read what is needed",
		severity: "error",
		run: ({ rights: { command, answers } }) =>
			fromFacts({ answers }, ({ answers }) => {
				const denied = answers.filter(({ allowed }) => !allowed).map(rightText);
				if (denied.length === 0) return ok(`all ${answers.length} rights of ${command} are there`);
				return bad(`${count(denied.length, "right")} of ${answers.length} missing: ${names(denied)}`, {
					about: denied,
				});
			}),
	},
];
