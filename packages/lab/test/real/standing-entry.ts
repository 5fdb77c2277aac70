// The outer side of a standing lab, as the command line uses it: `exec ID PLACE ARGV…`, `link ID SPEC`, `down ID`, `list`; an
// empty ID means none was named.
import { LocaldnsError } from "@localdns/core";
import { downLabs, execInLab, listLabs, parseLinkSpec, relinkLab } from "../../src/index.ts";

const [verb, id = "", place = "", ...argv] = process.argv.slice(2);
const named = id === "" ? undefined : id;
try {
	if (verb === "link") await relinkLab(named, parseLinkSpec(place));
	if (verb === "exec") process.exitCode = await execInLab(named, place, argv);
	const labs = verb === "down" ? await downLabs(named) : verb === "list" ? listLabs() : [];
	for (const each of labs) process.stdout.write(`${each.id}\n`);
} catch (error) {
	if (!(error instanceof LocaldnsError)) throw error;
	process.stderr.write(`${error.code} ${error.message}\n`);
	process.exitCode = error.exitCode;
}
