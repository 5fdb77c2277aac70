export { type Carried, type CarryChoice, type CarryNote, carryClusterDns } from "./carry.ts";
export { type ClusterDnsTextsResult, clusterDnsTexts } from "./config-maps.ts";
export type {
	ClusterDnsFacts,
	ClusterZone,
	Place,
	Rest,
	Upstreams,
	WithoutEffect,
} from "./facts.ts";
export { type ClusterDnsResult, type ClusterDnsTexts, readClusterDns } from "./read.ts";
