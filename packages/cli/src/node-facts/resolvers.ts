import { parseResolvConf } from "@localdns/core/dns";
import { textOf } from "./readable.ts";

/** Nameservers of a resolver file, as glibc takes them: 127.0.0.1 where it names none. Empty without such a file. */
export function resolversOf(path: string): readonly string[] {
	const text = textOf(path);
	return text === undefined ? [] : parseResolvConf(text).nameservers;
}
