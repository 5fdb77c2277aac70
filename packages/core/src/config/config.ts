import * as z from "zod";
import { toDotPath } from "zod/v4/core";
import { LocaldnsError } from "../errors.ts";
import type { BundleSettings } from "../manifests/bundle-settings.ts";
import { readConfigDocument } from "./config-document.ts";
import { namespace, objectSettings } from "./object-settings.ts";

const domainPattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;
/** Underscores stand in the names of services, as in `_tcp.example.org`. */
const zonePattern =
	/^(?:\.|[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?(\.[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?)*)$/;
const address = z.union([z.ipv4(), z.ipv6()], "an IPv4 or IPv6 address");
const addresses = z.union(
	[address, z.array(address).min(1).max(2)],
	"an IPv4 or IPv6 address, or a list of one of each",
);

const stubDomainSchema = z.strictObject({
	zone: z.string().regex(zonePattern, "a zone in lower case without a final dot, or . for all other names"),
	upstreams: z.array(z.string().min(1)).min(1).max(15).optional(),
	forceTcp: z.boolean().optional(),
	policy: z.enum(["random", "round_robin", "sequential"]).optional(),
});

/** The file that `-f` names. Whatever it leaves out has the default of `BundleSettings`; unknown keys are refused. */
export const configSchema = z.strictObject({
	apiVersion: z.literal("localdns.dev/v1alpha1"),
	kind: z.literal("Config"),
	profile: z.enum(["resilient", "upstream", "article"]).optional(),
	engine: z.enum(["node-cache", "coredns"]).optional(),
	engineVersion: z.string().optional(),
	mode: z.enum(["kubelet", "intercept"]).optional(),
	namespace: namespace.optional(),
	ipFamily: z.enum(["ipv4", "ipv6", "dual"]).optional(),
	localAddress: addresses.optional(),
	clusterDns: addresses.optional(),
	clusterDomain: z.string().regex(domainPattern, "a domain in lower case without a final dot").optional(),
	externalUpstreams: z.array(z.string().min(1)).min(1).max(15).optional(),
	clusterCidrs: z
		.array(z.union([z.cidrv4(), z.cidrv6()], "a network, such as 10.42.0.0/16"))
		.min(1)
		.optional(),
	stubDomains: z.array(stubDomainSchema).optional(),
	metrics: z.enum(["node", "local", "off"]).optional(),
	metricsPort: z.int().min(1024).max(65534).optional(),
	...objectSettings,
});

/** What a configuration file sets: any part of the settings of a bundle. */
export type Config = Partial<BundleSettings>;

/** What reading a configuration file gave; the error is an LDNS106. */
export type ParsedConfig = { ok: true; config: Config } | { ok: false; error: LocaldnsError };

/** Reads a configuration file (YAML or JSON). Anything but a right one is an LDNS106 that says where and why. */
export function parseConfig(text: string, fileName: string): ParsedConfig {
	const refuse = (what: string): ParsedConfig => ({
		ok: false,
		error: new LocaldnsError("LDNS106", `${fileName}: ${what}`),
	});
	const document = readConfigDocument(text);
	if (!document.ok) return refuse(document.problem);
	const parsed = configSchema.safeParse(document.value, { reportInput: true });
	if (!parsed.success) return refuse(firstProblem(parsed.error));
	const { apiVersion: _version, kind: _kind, ...settings } = parsed.data;
	const given = Object.entries(settings).filter(([, value]) => value !== undefined);
	return { ok: true, config: Object.fromEntries(given) as Config };
}

/** What is wrong with single settings that came another way than by a file; undefined when nothing is. */
export function problemOfSettings(settings: Config): string | undefined {
	const parsed = configSchema
		.omit({ apiVersion: true, kind: true })
		.safeParse(settings, { reportInput: true });
	return parsed.success ? undefined : firstProblem(parsed.error);
}

function firstProblem(error: z.ZodError): string {
	const [issue] = error.issues;
	const read = isShort(issue?.input) ? `read ${shortened(JSON.stringify(issue?.input))}; ` : "";
	return `${toDotPath(issue?.path ?? []) || "the document"}: ${read}${shortened(issue?.message ?? "")}`;
}

/** Worth repeating in a message: a value, or a list of values, and not a part of the document. */
const isShort = (input: unknown): boolean =>
	Array.isArray(input) ? input.every(isShort) : typeof input === "string" || typeof input === "number";

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
