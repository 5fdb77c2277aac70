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

/** Details of an answer that is an error, as `Status` objects have them. */
interface Status {
	readonly message?: unknown;
	readonly reason?: unknown;
	readonly details?: { readonly causes?: readonly StatusCause[] };
}

export interface StatusCause {
	readonly reason?: string;
	readonly message?: string;
	readonly field?: string;
}

/** Which reason, causes and words an answer has; anything that is no `Status` came from something between. */
export function readStatus({ status, body }: { readonly status: number; readonly body: unknown }) {
	const { message, reason, details } = (body ?? {}) as Status;
	return {
		status,
		reason: typeof reason === "string" ? reason : "",
		message: typeof message === "string" ? withoutSecrets(message) : `HTTP status ${status}`,
		causes: Array.isArray(details?.causes) ? details.causes : [],
	};
}

/** Words of an API server or a webhook may quote a URL or a header. */
const withoutSecrets = (text: string): string =>
	text
		.replace(/(?<=\/\/)[^\s/@"']{1,512}@/g, "")
		.replace(/\bBearer\s+\S{1,8192}/gi, "Bearer …")
		.replace(/\beyJ[\w-]{1,8192}\.[\w-]{1,8192}\.[\w-]{0,8192}/g, "…");

/** An error with the status of the answer as its cause, by which a server that starts up is known. */
export function statusError(
	answer: { readonly status: number; readonly body: unknown },
	asked: string,
	server: string,
): LocaldnsError {
	const { status, message: reason } = readStatus(answer);
	if (status === 401)
		return new LocaldnsError("LDNS603", `${server} does not know who is asking`, { reason });
	if (status === 403) return new LocaldnsError("LDNS604", `${asked} is forbidden`, { reason });
	return new LocaldnsError("LDNS607", `${asked}: ${server} answered ${status}`, {
		reason,
		cause: { status },
	});
}
