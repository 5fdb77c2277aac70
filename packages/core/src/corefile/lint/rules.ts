import type { Rule } from "./rule.ts";
import { noCache, reloadForgets, smallCache } from "./rules/caching.ts";
import { exposedEndpoint, noHealth, sharedEndpoint } from "./rules/endpoints.ts";
import { forwardToItself, loopbackRules } from "./rules/forward-loops.ts";
import { shadowedForward } from "./rules/forward-order.ts";
import { singleAttempt, slowTcp } from "./rules/forward-transport.ts";
import { collision, mixedBinding, unbound } from "./rules/listening.ts";
import { largeMessages } from "./rules/message-size.ts";
import { hiddenClusterNames, leakingReverse } from "./rules/outside-names.ts";
import { strayPlaceholder, variableInTemplate } from "./rules/placeholders.ts";
import { logsEverything } from "./rules/query-log.ts";
import { startUpRules } from "./rules/start-up.ts";
import { upperCaseZone } from "./rules/zone-case.ts";

/** Every rule once. */
export const rules: readonly Rule[] = [
	...startUpRules,
	shadowedForward,
	forwardToItself,
	...loopbackRules,
	slowTcp,
	singleAttempt,
	reloadForgets,
	smallCache,
	leakingReverse,
	hiddenClusterNames,
	largeMessages,
	logsEverything,
	exposedEndpoint,
	unbound,
	collision,
	mixedBinding,
	upperCaseZone,
	strayPlaceholder,
	sharedEndpoint,
	variableInTemplate,
	noHealth,
	noCache,
];
