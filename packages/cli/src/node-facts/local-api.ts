import { request } from "node:http";

/** What tailscaled answered, or why there is no answer. */
export type LocalAnswer =
	| { readonly is: "answer"; readonly body: unknown }
	| { readonly is: "no-socket" }
	| { readonly is: "silent"; readonly because: string };

/** Status with peers may be large; without them it has a few KiB. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Asks tailscaled through its Unix socket (LocalAPI). It knows who asks by the socket itself: who is neither root nor
 * its operator may read, and change nothing. The connection is made anew each time, because a tailscaled that has
 * started again has another socket. Never throws.
 *
 * Source: tailscale ipn/localapi, ipn/ipnserver (permissions), safesocket.
 *
 * @param path such as `/localapi/v0/status`
 */
export function askTailscaled(
	socket: string,
	method: "GET" | "POST",
	path: string,
	timeoutMs: number,
): Promise<LocalAnswer> {
	return new Promise((resolve) => {
		const silent = (because: string): void => resolve({ is: "silent", because });
		const asked = request(
			{
				socketPath: socket,
				method,
				path,
				headers: { Host: "local-tailscaled.sock" },
				agent: false,
				// Of the whole exchange: a ping that was lost is never answered.
				signal: AbortSignal.timeout(timeoutMs),
			},
			(response) => {
				let text = "";
				response.setEncoding("utf8").on("data", (chunk: string) => {
					text += chunk;
					if (text.length > mostBytes) asked.destroy(new Error("its answer has no end"));
				});
				response.on("end", () => {
					if (response.statusCode === 200) resolve(answerOf(text));
					else silent(`tailscaled answered ${response.statusCode}: ${text.trim().slice(0, 200)}`);
				});
				response.on("error", ({ message }) => silent(message));
			},
		);
		asked.on("error", (error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") resolve({ is: "no-socket" });
			else if (error.name === "TimeoutError" || error.name === "AbortError")
				silent(`no answer within ${timeoutMs / 1000} s`);
			else if (error.code === "ECONNREFUSED") silent("nobody listens at its socket");
			else silent(error.message);
		});
		asked.end();
	});
}

function answerOf(text: string): LocalAnswer {
	try {
		return { is: "answer", body: JSON.parse(text) };
	} catch {
		return { is: "silent", because: "tailscaled answered something else than JSON" };
	}
}
