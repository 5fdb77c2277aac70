/** A Corefile as the real parser is to read it. */
export interface OracleCorefile {
	readonly body: Uint8Array | string;
	/** Path that imports are relative to. @default "Corefile" */
	readonly file?: string;
	/** Set while it is read, besides the oracle's own environment, which is empty. */
	readonly environment?: Readonly<Record<string, string>>;
	/** Accept any directive's name, as a CoreDNS of unknown plugins might. */
	readonly anyDirective?: boolean;
}

export interface OracleToken {
	readonly text: string;
	readonly line: number;
	/** Absolute path; absent in the Corefile itself. */
	readonly file?: string;
}

export interface OracleBlock {
	readonly keys: readonly string[];
	/** CoreDNS joins the tokens of directives of one name. */
	readonly directives: Readonly<Record<string, readonly OracleToken[]>>;
}

/** What the real parser makes of a Corefile, or its error's words. */
export type OracleParse =
	| { readonly ok: true; readonly blocks?: readonly OracleBlock[] }
	| { readonly ok: false; readonly error: string };

/** Whether CoreDNS 1.15.0 gets through the set-up of all plugins. */
export type OracleVerdict = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** What a server block's key means. */
export type OracleZones =
	| {
			readonly ok: true;
			readonly transport: string;
			readonly port?: string;
			readonly zones: readonly string[];
	  }
	| { readonly ok: false; readonly error: string };
