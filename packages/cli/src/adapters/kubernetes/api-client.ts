import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { LocaldnsError } from "@localdns/core";
import { toolVersion } from "../../version.ts";
import type { ApiAccess } from "./api-access.ts";
import { credentialsError, statusError, transportError } from "./api-error.ts";
import type { ClusterConnection } from "./connection.ts";
import { redacted } from "./redacted.ts";

const unzip = promisify(gunzip);
/** Requests at a time: what client-go allows itself in a second. */
const connections = 8;
/** How often a server that is too busy (429) is asked again. */
const mostTries = 4;

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** What is sent along. */
export interface ApiContent {
	readonly type: string;
	readonly body: object;
}

export interface ApiAnswer {
	readonly status: number;
	readonly text: string;
	/** Undefined where it is no JSON. */
	readonly body: unknown;
}

/**
 * Speaks to the API server in plain JSON. The library for kubeconfigs finds credentials and certificates; its typed calls
 * are not used, because they drop fields that they do not know and make objects of classes out of every page.
 */
export class ApiClient {
	readonly context: string;
	/** URL that may be shown. */
	readonly server: string;
	readonly #access: ApiAccess;
	readonly #base: string;
	readonly #connection: ClusterConnection;
	readonly #agent: HttpAgent | undefined;
	/** Sent so far, tries after a 429 among them. */
	requests = 0;

	/** @throws LocaldnsError LDNS605 */
	constructor(access: ApiAccess, connection: ClusterConnection) {
		this.#access = access;
		this.#connection = connection;
		this.context = access.context;
		this.#base = access.server.replace(/\/$/, "");
		this.server = redacted(this.#base);
		if (!/^https?:\/\//.test(this.#base) || !URL.canParse(this.#base)) {
			throw new LocaldnsError("LDNS605", `context ${this.context}: its server is no http or https URL`);
		}
		// The library's own agent opens a connection for each request; only a proxy needs it.
		const keep = { keepAlive: true, maxSockets: connections };
		if (!access.isProxied)
			this.#agent = this.#base.startsWith("https:") ? new Agent(keep) : new HttpAgent(keep);
	}

	/**
	 * @param asked what the request is for, as errors say it
	 * @returns the answer to a request that was allowed: 2xx, 404 or 410
	 * @throws LocaldnsError LDNS601–LDNS604, LDNS606, LDNS607
	 */
	async send(method: Method, path: string, asked: string, body?: object): Promise<ApiAnswer> {
		const content = body === undefined ? undefined : { type: "application/json", body };
		const answer = await this.exchange(method, path, content);
		const { status } = answer;
		if (isGood(status) && answer.body === undefined)
			throw new LocaldnsError("LDNS607", `${this.server} answered with something that is no JSON`);
		if (isGood(status) || status === 404 || status === 410) return answer;
		throw statusError(answer, asked, this.server);
	}

	/**
	 * @returns whatever the answer is
	 * @throws LocaldnsError LDNS601, LDNS602, LDNS603 where there are no credentials, LDNS606
	 */
	async exchange(method: Method, path: string, content?: ApiContent): Promise<ApiAnswer> {
		const { server } = this;
		const { requestTimeoutMs: timeoutMs } = this.#connection;
		for (let tries = 1; ; tries += 1) {
			const options = await this.#options(method, content);
			const answer = await this.#once(path, options, content?.body).catch((error: unknown) => {
				throw transportError(error, { server, timeoutMs });
			});
			if (answer.status !== 429 || tries === mostTries) return answer;
			await sleep(Math.min(10, answer.retryAfter) * 1000);
		}
	}

	close(): void {
		this.#agent?.destroy();
	}

	/** Anew for each request, because tokens run out. */
	async #options(method: string, content: ApiContent | undefined): Promise<RequestOptions> {
		const options: RequestOptions = {};
		try {
			await this.#access.authorize(options);
		} catch (error) {
			throw credentialsError(error);
		}
		const { asUser, asGroups = [] } = this.#connection;
		return {
			...options,
			method,
			...(this.#agent === undefined ? {} : { agent: this.#agent as Agent }),
			signal: AbortSignal.timeout(this.#connection.requestTimeoutMs),
			headers: {
				...trimmed((options.headers ?? {}) as Record<string, string>),
				// Logs are no JSON.
				Accept: "application/json, */*",
				"Accept-Encoding": "gzip",
				"User-Agent": `localdns/${toolVersion}`,
				...(content === undefined ? {} : { "Content-Type": content.type }),
				...(asUser === undefined ? {} : { "Impersonate-User": asUser }),
				...(asGroups.length === 0 ? {} : { "Impersonate-Group": [...asGroups] }),
			},
		};
	}

	/** A connection that the server closed while it lay idle is no failure: the request is sent over a new one. */
	async #once(
		path: string,
		options: RequestOptions,
		body: object | undefined,
		again = true,
	): Promise<Answer> {
		const start = this.#base.startsWith("https:") ? httpsRequest : httpRequest;
		this.requests += 1;
		const request = start(`${this.#base}${path}`, options);
		try {
			const response = await new Promise<IncomingMessage>((resolve, reject) => {
				request.once("response", resolve).once("error", reject);
				if (body === undefined) request.end();
				else {
					const text = JSON.stringify(body);
					// Node gives the body of a DELETE no length by itself; the server takes it for the next request then.
					request.setHeader("Content-Length", Buffer.byteLength(text));
					request.end(text);
				}
			});
			return await this.#read(response);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (again && request.reusedSocket && code === "ECONNRESET")
				return await this.#once(path, options, body, false);
			throw error;
		}
	}

	async #read(response: IncomingMessage): Promise<Answer> {
		const chunks: Buffer[] = [];
		for await (const chunk of response) chunks.push(chunk as Buffer);
		const { statusCode: status = 0, headers } = response;
		const bytes = Buffer.concat(chunks);
		const plain = headers["content-encoding"] === "gzip" ? await unzip(bytes) : bytes;
		const text = plain.toString("utf8");
		return { status, retryAfter: Number(headers["retry-after"]) || 1, text, body: json(text) };
	}
}

export const isGood = (status: number): boolean => status >= 200 && status < 300;

function json(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** A token from a file may end with a newline, which no header can hold. */
const trimmed = (headers: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.trim()]));

interface Answer extends ApiAnswer {
	readonly retryAfter: number;
}
