import { parseIp } from "../ip-address.ts";
import { goDurationMs, goInteger } from "./go-values.ts";

/**
 * What may stand behind a plugin's or an option's name: `[VERSION] KIND…`, or several of these. With a version, the
 * form exists since that CoreDNS. A kind is
 *
 * - `word`; `zone`, a word that is no number; `uint`; `ip`; `cidr`; `rcode`; `local`,
 *   an address or an interface's name; `listen`, HOST:PORT with an empty host for all addresses; `upstream`, an address with an optional port and scheme, or a path; `hostname`, the same or a name;
 *   `secure`, the same over HTTPS or QUIC as well
 * - `int(LEAST..MOST)`, `percent(LEAST..MOST)`, `duration(LEAST..MOST)`, `seconds(LEAST..MOST)`; either end may be
 *   absent. Seconds are a duration, or a number without a unit
 * - `=one|another`, these words; `~one|another`, in upper or lower case
 *
 * and may end in `?` for at most one, `*` for any number, `+` for at least one, `+15` for one to 15.
 */
export type Forms = string | readonly string[];

/** Whether a text stands for something that is only known where CoreDNS runs. */
export const isOpen = (text: string): boolean => /\{[$%]|__[A-Z]+__/.test(text);

const always = "0";
const formSyntax = /^(\d+\.\d+\.\d+)?\s*(.*)$/;

/** Since when the form exists, and its kinds. */
function readForm(form: string): { since: string; kinds: readonly string[] } {
	const [, since = always, kinds = ""] = formSyntax.exec(form) ?? [];
	return { since, kinds: kinds === "" ? [] : kinds.split(" ") };
}

const allForms = (forms: Forms) => (typeof forms === "string" ? [forms] : forms).map(readForm);

/** What a version takes behind a name, in the notation of `Forms`. */
export const formsText = (forms: Forms, isKnown: (since: string) => boolean): string =>
	allForms(forms)
		.filter(({ since }) => isKnown(since))
		.map(({ kinds }) => kinds.join(" ").replace(/[=~]/g, "") || "nothing")
		.join(", or ");

/** A kind, how often it may stand, and at most how many times. */
function readKind(text: string): { kind: string; repeat: string; limit: string } {
	const [, kind = "", repeat = "", limit = ""] = /^(.*?)(?:([?*+])(\d*))?$/.exec(text) ?? [];
	return { kind, repeat, limit };
}

/** Versions since which each form exists that these arguments have; none when they have no form at all. */
export const formsOf = (forms: Forms, args: readonly string[]): readonly string[] =>
	allForms(forms)
		.filter(({ kinds }) => matches(kinds, args))
		.map(({ since }) => since);

/** Versions since which each form exists. */
export const versionsOf = (forms: Forms): readonly string[] => allForms(forms).map(({ since }) => since);

/** Left to right without going back, which is enough for forms whose optional kinds differ from what follows them. */
function matches(kinds: readonly string[], args: readonly string[]): boolean {
	let at = 0;
	for (const each of kinds) {
		const { kind, repeat, limit } = readKind(each);
		const most = repeat === "" || repeat === "?" ? 1 : limit === "" ? args.length : Number(limit);
		const begin = at;
		while (at < args.length && at - begin < most && isOfKind(kind, args[at] as string)) at += 1;
		if (at === begin && (repeat === "" || repeat === "+")) return false;
	}
	return at === args.length;
}

function isOfKind(kind: string, text: string): boolean {
	if (isOpen(text)) return true;
	if (kind.startsWith("=")) return kind.slice(1).split("|").includes(text);
	if (kind.startsWith("~")) return kind.slice(1).split("|").includes(text.toLowerCase());
	const [, name = "", least, most] = /^(\w+)(?:\((.*)\.\.(.*)\))?$/.exec(kind) ?? [];
	const test = kinds[name] as Kind;
	const value = test(text);
	if (typeof value === "boolean") return value;
	return value !== undefined && value >= bound(least, -Infinity) && value <= bound(most, Infinity);
}

const bound = (text: string | undefined, none: number): number =>
	text === undefined || text === "" ? none : (goInteger(text) ?? goDurationMs(text) ?? none);

/** The value where there is a range to hold it to. */
type Kind = (text: string) => boolean | number | undefined;

const kinds: Readonly<Record<string, Kind>> = {
	word: () => true,
	zone: (text) => goInteger(text) === undefined,
	int: goInteger,
	uint: (text) => /^\d+$/.test(text) && Number(text) < 2 ** 32,
	percent: (text) => (text.endsWith("%") ? goInteger(text.slice(0, -1)) : undefined),
	duration: goDurationMs,
	seconds: (text) => goDurationMs(goInteger(text) === undefined ? text : `${text}s`),
	ip: (text) => parseIp(text) !== undefined,
	cidr: isCidr,
	rcode: (text) => rcodes.has(text.toUpperCase()),
	local: (text) => parseIp(text) !== undefined || (/^[^/\s]{1,15}$/.test(text) && !/^[\d.]+$/.test(text)),
	listen: (text) => /^(?:\[[^[\]]*\]|[^:[\]]*):[^:]*$/.test(text),
	upstream: (text) => isUpstream(text, false, plainSchemes),
	hostname: (text) => isUpstream(text, true, plainSchemes),
	secure: (text) => isUpstream(text, true, [...plainSchemes, "https", "quic"]),
};

function isCidr(text: string): boolean {
	const [, address = "", prefix = ""] = /^(.*)\/(\d{1,3})$/.exec(text) ?? [];
	return parseIp(address) !== undefined && Number(prefix) <= (address.includes(":") ? 128 : 32);
}

const plainSchemes = ["dns", "tls"];

/** plugin/pkg/parse/host.go, HostPortOrFile. A name could be a file where CoreDNS starts; nobody writes it so. */
function isUpstream(text: string, names: boolean, schemes: readonly string[]): boolean {
	const [, scheme, rest = ""] = /^(?:(\w+):\/\/)?(.*)$/s.exec(text) ?? [];
	if (scheme !== undefined && !schemes.includes(scheme)) return false;
	if (rest.includes("/")) return scheme !== "https";
	const [, bracketed, host = rest] = /^(?:\[(.*)\]|([^:]*))(?::\d*)?$/.exec(rest) ?? [];
	const address = (bracketed ?? host).replace(/%.*$/s, "");
	return parseIp(address) !== undefined || (names && isName(address));
}

const isName = (text: string): boolean => /^[\w-]+(?:\.[\w-]+)*\.?$/.test(text) && /[a-z]/i.test(text);

/** Response codes by the names that github.com/miekg/dns gives them (msg.go, RcodeToString). */
const rcodes: ReadonlySet<string> = new Set(
	"NOERROR FORMERR SERVFAIL NXDOMAIN NOTIMP NOTIMPL REFUSED YXDOMAIN YXRRSET NXRRSET NOTAUTH NOTZONE DSOTYPENI BADSIG BADKEY BADTIME BADMODE BADNAME BADALG BADTRUNC BADCOOKIE".split(
		" ",
	),
);
