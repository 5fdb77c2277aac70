import type { Forms } from "./argument-forms.ts";

/** What CoreDNS makes of a plugin's line and block. Versions are of CoreDNS unless something else is said. */
export interface PluginFacts {
	/** Since when CoreDNS has it. @default longer than any version known here */
	readonly since?: string;
	/** Since which image node-cache has it compiled in. @default always, for those that it has at all */
	readonly nodeCache?: string;
	/** A second one in the same server block keeps CoreDNS from starting; a version: only before it. */
	readonly once?: true | string;
	/** Absent: anything. */
	readonly args?: Forms;
	/** Absent: what stands in its block is not known or not looked at. */
	readonly options?: Readonly<Record<string, Forms>>;
	/** Lines of its block may begin with other words than the options. */
	readonly open?: boolean;
	/** Options that keep CoreDNS from starting unless another one stands beside them. */
	readonly needs?: Readonly<Record<string, string>>;
}
