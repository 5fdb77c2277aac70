export type { InstallPlan, NodeLeft, NodeTurn } from "./install-plan.ts";
export type { NodeRecord, NodeRecords } from "./node-record.ts";
export { parseNodeRecords, printNodeRecord } from "./node-records.ts";
export type { FieldChange, ObjectChange } from "./object-change.ts";
export { type ObjectRef, refOf, refText } from "./object-ref.ts";
export type { AsksWhom, WorkloadPods } from "./pods-asking.ts";
export { teardownOf } from "./teardown.ts";
