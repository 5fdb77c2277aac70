export type {
	OracleBlock,
	OracleCorefile,
	OracleParse,
	OracleToken,
	OracleVerdict,
	OracleZones,
} from "./answers.ts";
export { type CorefileOracle, openCorefileOracle } from "./corefile-oracle.ts";
export { provideCorefileOracle } from "./provide-oracle.ts";
