import { formatDuration, LocaldnsError } from "@localdns/core";

/** Where a request went, in words that may be shown. */
interface Asked {
	readonly server: string;
	readonly timeoutMs: number;
}

const certificateCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$|ERR_OSSL_)/;

/** Why no answer came. */
export function transportError(error: unknown, { server, timeoutMs }: Asked): LocaldnsError {
	const { code = "", message, name } = error as NodeJS.ErrnoException;
	if (name === "AbortError" || name === "TimeoutError") {
		return new LocaldnsError("LDNS606", `${server} did not answer within ${formatDuration(timeoutMs)}`);
	}
	if (certificateCodes.test(code)) {
		return new LocaldnsError("LDNS602", `${server} is not trusted`, { reason: `${code}: ${message}` });
	}
	return new LocaldnsError("LDNS601", `${server} cannot be reached`, { reason: message || code });
}

/** What the credentials of the kubeconfig, or the program that fetches them, failed with. */
export const credentialsError = (error: unknown): LocaldnsError =>
	new LocaldnsError("LDNS603", "the kubeconfig's credentials cannot be had", {
		reason: (error as Error).message.split("\n")[0] ?? "",
	});

/** An answer that is an error: `Status` objects say why, anything else came from something between. */
export function statusError(status: number, body: unknown, asked: string, { server }: Asked): LocaldnsError {
	const said = (body as { message?: unknown } | undefined)?.message;
	const reason = typeof said === "string" ? said : `HTTP status ${status}`;
	if (status === 401)
		return new LocaldnsError("LDNS603", `${server} does not know who is asking`, { reason });
	if (status === 403) return new LocaldnsError("LDNS604", `${asked} is forbidden`, { reason });
	return new LocaldnsError("LDNS607", `${asked}: ${server} answered ${status}`, { reason });
}
