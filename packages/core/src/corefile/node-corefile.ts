import type { Corefile } from "./ast.ts";
import { engineVersion } from "./engines.ts";
import {
	type NodeCorefilePlan,
	type NodeCorefileSettings,
	type ProfileName,
	planNodeCorefile,
} from "./node-corefile-settings.ts";
import { articleCorefile } from "./profiles/article.ts";
import { resilientCorefile } from "./profiles/resilient.ts";
import { upstreamCorefile } from "./profiles/upstream.ts";
import { checkStarts } from "./start-check.ts";

const profiles: Readonly<Record<ProfileName, (plan: NodeCorefilePlan) => Corefile>> = {
	article: articleCorefile,
	upstream: upstreamCorefile,
	resilient: resilientCorefile,
};

/**
 * The Corefile of the cache on a node, for the engine and version given.
 *
 * @throws LocaldnsError LDNS401 version not known, LDNS402–LDNS405 the engine would not start with
 * it, LDNS407 mode intercept with an engine other than node-cache, LDNS460 and LDNS462 addresses that do not go
 * together or cannot be listened on, LDNS461 both IP families for one node-cache process (`nodeProcesses` has two),
 * LDNS464 networks that are none, LDNS482 stub domains that contradict something
 */
export function buildNodeCorefile(settings: NodeCorefileSettings): Corefile {
	const target = engineVersion(settings.engine, settings.engineVersion);
	const corefile = profiles[settings.profile](planNodeCorefile(settings, target.coreDns));
	checkStarts(corefile, target);
	return corefile;
}
