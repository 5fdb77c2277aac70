import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** An answer in place of the one that the objects would give. */
interface Instead {
	readonly status: number;
	readonly body?: unknown;
	/** Sent as it is. */
	readonly text?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly afterMs?: number;
}

interface Seen {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	/** Counts connections from 1. */
	readonly connection: number;
}

export interface FakeApi {
	readonly url: string;
	readonly kubeconfig: object;
	readonly seen: readonly Seen[];
	/** Answers this request otherwise where it returns something. */
	instead: (request: Seen) => Instead | undefined;
	close(): Promise<void>;
}

const status = (code: number, message: string) => ({ kind: "Status", apiVersion: "v1", code, message });

/**
 * Speaks HTTP as an API server does, on loopback: objects by path, arrays as lists in pages, and every right is there.
 * What only a real one can show (certificates, RBAC, kubelets) is tested in the cluster lab.
 */
export async function startFakeApi(objects: Readonly<Record<string, unknown>>): Promise<FakeApi> {
	const seen: Seen[] = [];
	const connections = new Map<unknown, number>();
	const all: Readonly<Record<string, unknown>> = { "/version": { gitVersion: "v1.34.2+k3s1" }, ...objects };
	const server = createServer(async (request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? "", "http://fake");
		if (!connections.has(request.socket)) connections.set(request.socket, connections.size + 1);
		const connection = connections.get(request.socket) as number;
		const { method = "", headers } = request;
		const one: Seen = { method, path: pathname, query: searchParams, headers, connection };
		seen.push(one);
		const other = api.instead(one);
		if (other?.afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, other.afterMs));
		const { status: code, body, text } = other ?? answer(one);
		const bytes = gzipSync(text ?? JSON.stringify(body) ?? "");
		response.writeHead(code, { "Content-Encoding": "gzip", ...other?.headers }).end(bytes);
	});
	function answer({ method, path, query }: Seen): Instead {
		if (method === "POST") return { status: 201, body: { status: { allowed: true } } };
		const object = all[path];
		if (Array.isArray(object)) return page(object, query);
		if (object !== undefined) return { status: 200, body: object };
		const isList = /\/(nodes|pods|networkpolicies|endpointslices)$/.test(path);
		return isList ? page([], query) : { status: 404, body: status(404, `${path} not found`) };
	}
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const api: FakeApi = {
		url,
		kubeconfig: kubeconfigFor(url),
		seen,
		instead: () => undefined,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return api;
}

function page(items: readonly unknown[], query: URLSearchParams): Instead {
	const from = Number(query.get("continue") ?? 0);
	const to = from + Number(query.get("limit"));
	const metadata = to < items.length ? { continue: String(to) } : {};
	return { status: 200, body: { kind: "List", metadata, items: items.slice(from, to) } };
}

/** A kubeconfig with one context, `fake`; JSON is YAML. */
export const kubeconfigFor = (server: string, user: object = { token: "secret-token" }, name = "fake") => ({
	apiVersion: "v1",
	kind: "Config",
	clusters: [{ name, cluster: { server, "insecure-skip-tls-verify": true } }],
	users: [{ name, user }],
	contexts: [{ name, context: { cluster: name, user: name } }],
	"current-context": name,
});
