export { countExchanges } from "./exchanges.ts";
export { absoluteName } from "./name.ts";
export { parseResolvConf, type ResolvConf } from "./resolv-conf.ts";
export { type Candidate, searchList } from "./search-list.ts";
