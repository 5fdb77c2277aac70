export { type CachePod, type PodTrouble, readCachePod } from "./cache-pod.ts";
export { oneByOneRoll, rollsOneByOne } from "./gentle-roll.ts";
export {
	type InstallInput,
	type InstallPlan,
	type InstallSettings,
	type NodeLeft,
	type NodeTurn,
	planInstall,
} from "./install-plan.ts";
export { inventoryRefs, readInventory } from "./installed-inventory.ts";
export type { NodeRecord, NodeRecords } from "./node-record.ts";
export { parseNodeRecords, printNodeRecord } from "./node-records.ts";
export { type HandsOut, type NodeState, nodeStates } from "./node-state.ts";
export type { TurnSettings } from "./node-turns.ts";
export type { FieldChange, ObjectChange } from "./object-change.ts";
export { objectChanges } from "./object-changes.ts";
export { changeOf, isManaged } from "./object-diff.ts";
export { type ObjectRef, refOf, refText } from "./object-ref.ts";
export { appliedConfiguration } from "./owned-fields.ts";
export { type AsksWhom, podsAsking, type WorkloadPods } from "./pods-asking.ts";
export { type NodeWithout, type Rollout, rolloutOf } from "./rollout.ts";
export { teardownOf } from "./teardown.ts";
