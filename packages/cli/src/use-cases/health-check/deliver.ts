import { type HealthReport, healthMetricsText } from "@localdns/core/health";
import { redacted } from "../../adapters/kubernetes/redacted.ts";
import { toolVersion } from "../../version.ts";

/** Where a result goes besides stdout. */
export interface Receivers {
	/** Base URL of a Pushgateway. */
	readonly pushgateway?: string | undefined;
	/** Gets the report as JSON. */
	readonly webhook?: string | undefined;
}

/** For one receiver, connection and answer together. */
const patienceMs = 10_000;
/** The group that a run replaces in a Pushgateway: `PUT` leaves no series of nodes that are gone. */
const pushPath = "/metrics/job/localdns_health_check";

/**
 * Sends a report to whoever wants it. A receiver that is away changes no verdict: it is said.
 *
 * @returns a sentence for each that did not take it, without what a URL may hold of secrets
 */
export async function deliver(report: HealthReport, { pushgateway, webhook }: Receivers): Promise<string[]> {
	const sent = await Promise.all([
		...(pushgateway === undefined
			? []
			: [
					send("the Pushgateway", `${pushgateway.replace(/\/+$/, "")}${pushPath}`, {
						method: "PUT",
						type: "text/plain; version=0.0.4",
						body: healthMetricsText(report),
					}),
				]),
		...(webhook === undefined
			? []
			: [
					send("the webhook", webhook, {
						method: "POST",
						type: "application/json",
						body: JSON.stringify(report),
					}),
				]),
	]);
	return sent.flatMap((problem) => problem ?? []);
}

interface Letter {
	readonly method: "PUT" | "POST";
	readonly type: string;
	readonly body: string;
}

async function send(who: string, url: string, { method, type, body }: Letter): Promise<string | undefined> {
	const target = new URL(url);
	const { username, password } = target;
	target.username = "";
	target.password = "";
	const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
	try {
		const answer = await fetch(target, {
			method,
			body,
			headers: {
				"Content-Type": type,
				"User-Agent": `localdns/${toolVersion}`,
				...(login === ":" ? {} : { Authorization: `Basic ${Buffer.from(login).toString("base64")}` }),
			},
			// A secret in the path or in the headers is for this receiver and no other.
			redirect: "error",
			signal: AbortSignal.timeout(patienceMs),
		});
		await answer.body?.cancel();
		return answer.ok ? undefined : `LDNS765: ${who} at ${place(url)} answered ${answer.status}`;
	} catch (error) {
		const { cause, name } = error as Error & { cause?: { code?: string; message?: string } };
		const why =
			name === "TimeoutError"
				? `no answer within ${patienceMs / 1000} s`
				: (cause?.code ?? cause?.message ?? name);
		return `LDNS765: ${who} at ${place(url)} did not take the result: ${why}`;
	}
}

/** The path of a webhook is often its secret. */
const place = (url: string): string => new URL(redacted(url)).origin;

/** @returns what is wrong with it */
export function problemOfUrl(text: string): string | undefined {
	if (!URL.canParse(text)) return "is no URL";
	const { username, password } = new URL(text);
	if (/%(?![0-9a-f]{2})/i.test(`${username}:${password}`))
		return "has a % in its user or password that is no %25";
	return /^https?:$/.test(new URL(text).protocol) ? undefined : "is no http or https URL";
}
