import { LocaldnsError } from "@localdns/core";
import { problemOfSettings } from "@localdns/core/config";
import {
	type RbacCommand,
	rbacFor,
	type Subject,
	serializeJson,
	serializeYaml,
} from "@localdns/core/manifests";

interface RbacOptions {
	for: RbacCommand;
	namespace?: string | undefined;
	subject?: string | undefined;
	egressPolicyFor?: string[] | undefined;
	linkInfo?: true | undefined;
	cacheNamespace?: string | undefined;
	stage?: true | undefined;
	output: "yaml" | "json";
}

/** Prints the objects that allow a command what it needs. */
export function rbac(options: RbacOptions): void {
	const { namespace, cacheNamespace, stage, egressPolicyFor: egressNamespaces = [] } = options;
	const problem = problemOfSettings({
		...(namespace === undefined ? {} : { namespace }),
		egressPolicies: egressNamespaces.map((each) => ({ namespace: each })),
	});
	if (problem !== undefined) throw wrong(problem);
	const cacheProblem =
		cacheNamespace === undefined ? undefined : problemOfSettings({ namespace: cacheNamespace });
	if (cacheProblem !== undefined) throw wrong(`--cache-namespace: ${cacheProblem}`);
	if (options.linkInfo === true && options.for !== "doctor" && options.for !== "bench")
		throw wrong("--link-info is of doctor and bench alone");
	if ((stage === true || cacheNamespace !== undefined) && options.for !== "bench")
		throw wrong("--stage and --cache-namespace are of bench alone");
	const objects = rbacFor(options.for, {
		...(namespace === undefined ? {} : { namespace }),
		egressNamespaces,
		linkInfo: options.linkInfo === true,
		stage: stage === true,
		...(cacheNamespace === undefined ? {} : { cacheNamespace }),
		...(options.subject === undefined ? {} : { subject: parseSubject(options.subject) }),
	});
	process.stdout.write(options.output === "json" ? serializeJson(objects) : serializeYaml(objects));
	if (objects.length === 0) process.stderr.write(`${options.for} asks no cluster, so it needs no rights\n`);
}

const wrong = (what: string): LocaldnsError =>
	new LocaldnsError("LDNS101", `rbac: ${what}`, { hint: "localdns rbac --help" });

/** @throws LocaldnsError LDNS101 */
function parseSubject(text: string): Subject {
	const [, kind, name = ""] = /^(User|Group|ServiceAccount):(.+)$/.exec(text) ?? [];
	if (kind === "User" || kind === "Group") return { kind, name };
	const [, namespace, account] = /^([a-z0-9-]{1,63})\/([a-z0-9.-]{1,253})$/.exec(name) ?? [];
	if (kind === "ServiceAccount" && namespace !== undefined && account !== undefined)
		return { kind, name: account, namespace };
	throw wrong(
		`--subject: read ${JSON.stringify(text)}; allowed is User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME`,
	);
}
