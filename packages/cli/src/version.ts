declare const LOCALDNS_VERSION: string | undefined;

/** Set by the bundler; from sources there is no version. */
export const toolVersion: string = typeof LOCALDNS_VERSION === "string" ? LOCALDNS_VERSION : "0.0.0-source";
