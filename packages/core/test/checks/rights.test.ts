import { rightsChecks } from "../../src/checks/rights.ts";
import { judges } from "./judges.ts";
import { rightsWith } from "./k3s-cluster.ts";

judges("rights", rightsChecks, [
	[
		"rights",
		"a right that is missing",
		{ rights: rightsWith(false) },
		"error",
		/1 right of 2 missing: list pods$/,
	],
]);
