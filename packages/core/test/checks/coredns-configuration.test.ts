import { corednsConfigurationChecks } from "../../src/checks/coredns-configuration.ts";
import { k3sCorefile } from "../k3s-corefile.ts";
import { judges } from "./judges.ts";
import { configMap, deployment } from "./k3s-cluster.ts";

/** As older releases of K3s have it: overrides behind the forward. */
const overrides = "    import /etc/coredns/custom/*.override\n";
const oldCorefile = k3sCorefile.replace(overrides, "").replace("resolv.conf\n", `resolv.conf\n${overrides}`);

judges("what the cluster's CoreDNS is configured to do", corednsConfigurationChecks, [
	[
		"coredns-edited",
		"a Corefile that somebody else has applied as it is",
		{
			clusterDns: {
				configuration: configMap(
					{ Corefile: k3sCorefile },
					{
						"deploy@server": { "f:data": { "f:Corefile": {} } },
						"kubectl-client-side-apply": { "f:data": { "f:Corefile": {} } },
					},
				),
			},
		},
		"ok",
		/as K3s/,
	],
	[
		"coredns-edited",
		"a Corefile changed by hand",
		{
			clusterDns: {
				configuration: configMap(
					{ Corefile: k3sCorefile },
					{ "deploy@server": { "f:metadata": {} }, "kubectl-edit": { "f:data": { "f:Corefile": {} } } },
				),
			},
		},
		"warning",
		/the Corefile, changed by kubectl-edit/,
	],
	[
		"coredns-edited",
		"an image changed by hand",
		{
			clusterDns: {
				deployment: deployment({
					"kubectl-set": {
						"f:spec": {
							"f:template": { "f:spec": { "f:containers": { 'k:{"name":"coredns"}': { "f:image": {} } } } },
						},
					},
				}),
			},
		},
		"warning",
		/the pods \(spec.template.spec.containers.image\), changed by kubectl-set/,
	],
	[
		"coredns-edited",
		"a number of replicas, which survives",
		{ clusterDns: { deployment: deployment({ "kubectl-scale": { "f:spec": { "f:replicas": {} } } }) } },
		"ok",
		/as K3s/,
	],
	[
		"coredns-custom",
		"a forward in an override",
		{
			clusterDns: {
				configuration: configMap({ Corefile: oldCorefile }),
				custom: configMap({ "mine.override": "forward . 192.0.2.1\n" }),
			},
		},
		"warning",
		/mine.override:1/,
	],
	[
		"coredns-custom",
		"a key that is not imported",
		{ clusterDns: { custom: configMap({ "mine.conf": "" }) } },
		"warning",
		/not mine.conf/,
	],
	[
		"cluster-domain",
		"another domain in the Corefile",
		{
			clusterDns: {
				configuration: configMap({ Corefile: k3sCorefile.replaceAll("cluster.local", "corp.local") }),
			},
		},
		"error",
		/pods search cluster.local, CoreDNS answers corp.local/,
	],
	[
		"cluster-domain",
		"a Corefile that cannot be read",
		{ clusterDns: { configuration: configMap({ Corefile: ". {\n" }) } },
		"unknown",
		/not understood/,
	],
	[
		"cluster-corefile",
		"a Corefile that does not start",
		{ clusterDns: { configuration: configMap({ Corefile: k3sCorefile.replace("reload\n", "relaod\n") }) } },
		"error",
		/relaod/,
	],
	[
		"cluster-corefile",
		"a plugin that this image does not have",
		{
			clusterDns: {
				configuration: configMap({
					Corefile: k3sCorefile.replace(
						"forward . /etc/resolv.conf",
						"forward . 192.0.2.1 {\n max_age 5m\n}",
					),
				}),
			},
		},
		"error",
		/max_age/,
	],
	[
		"coredns-edited",
		"a CoreDNS that was never K3s' own",
		{
			clusterDns: {
				configuration: configMap({ Corefile: k3sCorefile }, { helm: { "f:data": { "f:Corefile": {} } } }),
				deployment: deployment({ helm: { "f:spec": { "f:template": { "f:spec": { "f:x": {} } } } } }),
			},
		},
		"skipped",
		/not K3s' own/,
	],
]);
