/** `address:port` as CoreDNS takes it: IPv6 in brackets. */
export const endpoint = (address: string, port: number): string =>
	address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
