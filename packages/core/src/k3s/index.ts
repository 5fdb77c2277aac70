export { parseAddresses } from "./addresses.ts";
export type { K3sCommand, ServiceFlag } from "./command-line.ts";
export {
	type ConfigFile,
	type ConfigKey,
	type ConfigValue,
	type ReadConfigFile,
	readConfigFile,
} from "./config-file.ts";
export { compareNames, defaultConfigPath, dropInFolder, isDropInName } from "./config-files.ts";
export { clusterDnsEntry, dropInName, dropInText, entryOfDropIn } from "./drop-in.ts";
export {
	type EffectiveConfig,
	type EffectiveValue,
	effectiveConfig,
	type Loss,
	type Origin,
	type ReadEffectiveConfig,
	valuesInForce,
} from "./effective-config.ts";
export { afterAction, type FileAction, textOf } from "./file-action.ts";
export { isSecretFlag } from "./flags.ts";
export { type KubeletArg, readKubeletArg, setsClusterDns, swallowedBy } from "./kubelet-arg.ts";
export {
	type NodeConfigPlan,
	type NodeConfigSettings,
	type PlannedNodeConfig,
	planNodeConfig,
} from "./node-config-plan.ts";
export { type Place, placeText } from "./place.ts";
export {
	environmentFilesOf,
	type K3sService,
	readService,
	restartCommand,
	type ServiceSource,
	type SourceText,
} from "./service.ts";
export { configPathOf, type DropIn, type NodeSnapshot } from "./snapshot.ts";
export { insertedPieces, takeOut } from "./take-out.ts";
export { type WhoWins, whoWins } from "./who-wins.ts";
