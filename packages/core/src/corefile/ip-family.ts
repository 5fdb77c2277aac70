/** A family of IP addresses. */
export type AddressFamily = "ipv4" | "ipv6";

/** Families that a cache serves: one, or both (dual-stack). */
export type IpFamily = AddressFamily | "dual";

/** Family of an address that is known to be one. */
export const familyOf = (address: string): AddressFamily => (address.includes(":") ? "ipv6" : "ipv4");

/** One family by name, or both, IPv4 first as in K3s' own defaults. */
export const familiesOf = (family: IpFamily): readonly AddressFamily[] =>
	family === "dual" ? ["ipv4", "ipv6"] : [family];
