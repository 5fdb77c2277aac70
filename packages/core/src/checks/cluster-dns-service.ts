import { valuesOf } from "../cluster/node-args.ts";
import { isLinkLocal } from "../k3s/addresses.ts";
import type { Check } from "./check.ts";
import { bad, count, fromFacts, names, ok, skipped } from "./outcome.ts";

const category = "cluster DNS";

/** The Service that pods ask, and the servers behind it. */
export const clusterDnsServiceChecks: readonly Check[] = [
	{
		id: "cluster-dns-service",
		code: "LDNS620",
		category,
		title: "the cluster DNS has an address, and answers UDP and TCP there",
		severity: "error",
		run: ({ clusterDns: { service } }) =>
			fromFacts({ service }, ({ service }) => {
				if (service === undefined) return bad("there is no Service kube-dns in kube-system");
				const { addresses, ports } = service;
				if (addresses.length === 0) return bad("Service kube-dns has no address of its own");
				const without = ["UDP", "TCP"].filter(
					(wanted) => !ports.some(({ port, protocol }) => port === 53 && protocol === wanted),
				);
				if (without.length > 0) return bad(`Service kube-dns has no port 53 for ${without.join(" and ")}`);
				return ok(addresses.join(", "));
			}),
	},
	{
		id: "cluster-dns-noted",
		code: "LDNS621",
		category,
		title: "the address that K3s has noted is that of the Service",
		severity: "warning",
		run: ({ clusterDns: { service, noted } }) =>
			fromFacts({ service, noted }, ({ service, noted }) => {
				const { clusterDNS: address } = noted?.data ?? {};
				if (address === undefined) return skipped("there is no ConfigMap cluster-dns, which K3s would write");
				if (service === undefined) return skipped("there is no Service kube-dns");
				const agrees = address.split(",").every((each) => service.addresses.includes(each.trim()));
				if (agrees) return ok(address);
				return bad(`ConfigMap cluster-dns says ${address}, the Service has ${service.addresses.join(", ")}`);
			}),
	},
	{
		id: "coredns-ready",
		code: "LDNS622",
		category,
		title: "CoreDNS answers",
		severity: "error",
		run: ({ clusterDns: { deployment, endpoints } }) =>
			fromFacts({ deployment, endpoints }, ({ deployment, endpoints }) => {
				const ready = endpoints.filter(({ isReady }) => isReady);
				if (ready.length === 0) {
					return bad(
						deployment === undefined
							? "Service kube-dns has no ready pod, and there is no Deployment coredns"
							: `Service kube-dns has no ready pod; the Deployment wants ${deployment.wanted}`,
					);
				}
				const wanted = deployment?.wanted ?? endpoints.length;
				if (ready.length < wanted)
					return bad(`${ready.length} of ${wanted} pods are ready`, { severity: "warning" });
				return ok(`${ready.length} of ${wanted}`);
			}),
	},
	{
		id: "coredns-places",
		code: "LDNS623",
		category,
		title: "CoreDNS runs on more than one node",
		severity: "warning",
		run: ({ clusterDns: { endpoints }, nodes }) =>
			fromFacts({ endpoints, nodes }, ({ endpoints, nodes }) => {
				if (nodes.length < 2) return skipped("the cluster has one node");
				const places = [...new Set(endpoints.flatMap(({ node }) => node ?? []))];
				if (places.length === 0) return skipped("CoreDNS runs nowhere");
				if (places.length > 1) return ok(names(places));
				return bad(
					`${count(endpoints.length, "pod")}, on ${places[0]}: when it is gone, or the way to it, names that no cache holds do not resolve`,
				);
			}),
	},
	{
		id: "server-cluster-dns",
		code: "LDNS624",
		category,
		title: "K3s' own flag cluster-dns names a Service address, the same on every server",
		severity: "error",
		run: ({ nodes }) =>
			fromFacts({ nodes }, ({ nodes }) => {
				const given = nodes.flatMap(({ name, nodeArgs }) => {
					const values = nodeArgs === undefined ? [] : valuesOf(nodeArgs, "cluster-dns");
					return values.length === 0 ? [] : [{ name, value: values.join(",") }];
				});
				const linkLocal = given.filter(({ value }) => value.split(",").some(isLinkLocal));
				if (linkLocal.length > 0) {
					return bad(
						`${names(linkLocal.map(({ name, value }) => `${name} has cluster-dns: ${value}`))}, which no Service can have`,
						{ about: linkLocal.map(({ name }) => name) },
					);
				}
				const values = [...new Set(given.map(({ value }) => value))];
				if (values.length === 0) return ok("it is not set");
				if (values.length === 1) return ok(`${values[0]}`);
				return bad(`servers differ: ${names(given.map(({ name, value }) => `${name} has ${value}`))}`, {
					about: given.map(({ name }) => name),
				});
			}),
	},
];
