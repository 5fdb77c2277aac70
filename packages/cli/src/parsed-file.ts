import type { LocaldnsError } from "@localdns/core";
import type { CorefileSyntaxError, ParsedCorefile } from "@localdns/core/corefile";

/** A file, and what CoreDNS would make of it. */
export type ParsedFile =
	| {
			readonly kind: "parsed";
			/** As named; - for the standard input. */
			readonly file: string;
			readonly corefile: ParsedCorefile;
			readonly warnings: readonly CorefileSyntaxError[];
	  }
	| {
			readonly kind: "refused";
			readonly file: string;
			readonly text: string;
			readonly error: CorefileSyntaxError & { readonly hint: string };
	  }
	| { readonly kind: "unreadable"; readonly file: string; readonly error: LocaldnsError };
