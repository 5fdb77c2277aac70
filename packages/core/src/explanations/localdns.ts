import type { localdnsCodes } from "../error-codes/localdns.ts";
import type { Explanation } from "./explanation.ts";

export const localdnsExplanations: Record<keyof typeof localdnsCodes, Explanation> = {
	LDNS900: {
		title: "localdns itself failed",
		explanation:
			"Something happened that the program does not know how to meet, so it is a mistake in localdns and not in what was asked of it. A lab that was up is gone with the process. The lines below the message say where it happened.",
	},
	LDNS901: {
		title: "This Node is too old",
		explanation:
			"localdns runs on Node 22.19, 24.11, 26 and later. A clone brings its own Node; an installed package uses the one on PATH.",
	},
};
