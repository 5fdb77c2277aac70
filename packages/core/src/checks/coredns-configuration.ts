import type { ClusterConfigMap } from "../cluster/config-map.ts";
import type { FieldOwner } from "../cluster/field-owners.ts";
import { readClusterDns } from "../cluster-dns/read.ts";
import type { Check, Outcome } from "./check.ts";
import { lintClusterDns } from "./cluster-lint.ts";
import { bad, count, fromFacts, names, ok, skipped } from "./outcome.ts";

const category = "cluster DNS";
const corefileField = "data.Corefile";
/** Below it is what K3s' manifest names; `spec.replicas`, which it does not, survives. */
const podFields = "spec.template.spec.";

/** K3s applies its packaged objects as `deploy@SERVER` (k3s-io/k3s: pkg/deploy, pkg/server). */
const isK3sDeploy = (manager: string): boolean => manager.startsWith("deploy@");

/** What the cluster DNS answers, and whether that will stay. */
export const corednsConfigurationChecks: readonly Check[] = [
	{
		id: "coredns-edited",
		code: "LDNS625",
		category,
		title: "nobody has changed what K3s rewrites when a server starts",
		severity: "warning",
		run: ({ nodes, clusterDns: { configuration, deployment } }) =>
			fromFacts({ nodes, configuration, deployment }, ({ nodes, configuration, deployment }) => {
				if (!nodes.some(({ isK3s }) => isK3s)) return skipped("this is no K3s");
				const owners = [...(configuration?.owners ?? []), ...(deployment?.owners ?? [])];
				if (!owners.some(({ manager }) => isK3sDeploy(manager)))
					return skipped("CoreDNS is not K3s' own here");
				const edits = [
					...editsOf(configuration?.owners ?? [], corefileField, "the Corefile"),
					...editsOf(deployment?.owners ?? [], podFields, "the pods"),
				];
				if (edits.length > 0) return bad(`the next restart of a server takes back ${edits.join(", and ")}`);
				return ok("all as K3s has written it");
			}),
	},
	{
		id: "coredns-custom",
		code: "LDNS626",
		category,
		title: "all of coredns-custom has an effect",
		severity: "warning",
		run: ({ clusterDns: { configuration, custom } }) =>
			fromFacts({ configuration, custom }, ({ configuration, custom }) => {
				if (custom === undefined) return skipped("there is no ConfigMap coredns-custom");
				const unread = Object.keys(custom.data).filter((key) => !/\.(override|server)$/.test(key));
				if (unread.length > 0)
					return bad(`CoreDNS imports *.override and *.server, so not ${names(unread)}`, { about: unread });
				return withDns(configuration, custom, ({ withoutEffect }) => {
					const idle = withoutEffect.filter(({ at }) => at.file.includes("/custom/"));
					if (idle.length === 0) return ok(names(Object.keys(custom.data)));
					const places = idle.map(({ text, at }) => `${text} (${at.file}:${at.line})`);
					return bad(names(places), { about: places });
				});
			}),
	},
	{
		id: "cluster-domain",
		code: "LDNS627",
		category,
		title: "CoreDNS answers the cluster domain that kubelets give to pods",
		severity: "error",
		run: ({ clusterDns: { configuration, custom, noted } }) =>
			fromFacts({ configuration, custom, noted }, ({ configuration, custom, noted }) => {
				const domain = noted?.data.clusterDomain;
				if (domain === undefined) return skipped("there is no ConfigMap cluster-dns, which K3s would write");
				return withDns(configuration, custom, ({ clusterDomains }) =>
					clusterDomains.includes(domain.toLowerCase())
						? ok(domain)
						: bad(`pods search ${domain}, CoreDNS answers ${clusterDomains.join(", ") || "no such domain"}`),
				);
			}),
	},
	{
		id: "cluster-corefile",
		code: "LDNS628",
		category,
		title: "lint has nothing to say about the cluster's Corefile",
		severity: "warning",
		run: ({ clusterDns: { configuration, custom, deployment } }) =>
			fromFacts({ configuration, custom, deployment }, ({ configuration, custom, deployment }) => {
				if (configuration?.data.Corefile === undefined)
					return skipped("there is no ConfigMap coredns with a Corefile");
				const findings = lintClusterDns(configuration, custom, deployment?.image).filter(
					({ severity }) => severity !== "info",
				);
				const [first] = findings;
				if (first === undefined) return ok("no findings");
				const texts = findings.map(({ code, file, line, message }) => `${code} ${file}:${line} ${message}`);
				const more = texts.length > 1 ? `; ${count(texts.length - 1, "more finding")}` : "";
				return bad(`${texts[0]}${more}`, {
					severity: findings.some(({ severity }) => severity === "error") ? "error" : "warning",
					hint: first.fix,
					about: texts,
				});
			}),
	},
];

/** Fields at or below a path that belong to others than K3s alone, and to whom. */
function editsOf(owners: readonly FieldOwner[], path: string, what: string): string[] {
	const fields = owners.filter((owner) => owner.path === path || owner.path.startsWith(path));
	const byK3s = new Set(fields.filter(({ manager }) => isK3sDeploy(manager)).map((field) => field.path));
	const others = fields.filter((field) => !byK3s.has(field.path) && !isK3sDeploy(field.manager));
	if (others.length === 0) return [];
	const managers = [...new Set(others.map(({ manager }) => manager))];
	const paths = [...new Set(others.map((field) => field.path))].filter((each) => each !== path);
	return [`${what}${paths.length === 0 ? "" : ` (${names(paths)})`}, changed by ${managers.join(", ")}`];
}

type ClusterDnsFacts = Extract<ReturnType<typeof readClusterDns>, { ok: true }>["facts"];

/** Judges by what the cluster DNS answers. */
function withDns(
	configuration: ClusterConfigMap | undefined,
	custom: ClusterConfigMap | undefined,
	judge: (facts: ClusterDnsFacts) => Outcome,
): Outcome {
	const { Corefile: corefile, NodeHosts: nodeHosts } = configuration?.data ?? {};
	if (corefile === undefined) return skipped("there is no ConfigMap coredns with a Corefile");
	const read = readClusterDns({
		corefile,
		...(nodeHosts === undefined ? {} : { nodeHosts }),
		...(custom === undefined ? {} : { custom: custom.data }),
	});
	if (!read.ok) {
		const { code, file, line, message } = read.error;
		return { is: "unknown", because: `${file}:${line} is not understood: ${code} ${message}` };
	}
	return judge(read.facts);
}
