/** A URL as it may be shown: who logs in with it and what follows a `?` is left out. */
export function redacted(url: string): string {
	try {
		const { protocol, host, pathname } = new URL(url);
		return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
	} catch {
		return "an address that is no URL";
	}
}
