import { expect, it } from "vitest";
import { renderBundle } from "../../src/manifests/bundle.ts";
import type { BundleSettings } from "../../src/manifests/bundle-settings.ts";

const policies = (more: Partial<BundleSettings>) =>
	renderBundle({
		profile: "resilient",
		engine: "node-cache",
		egressPolicies: [{ namespace: "shop" }],
		...more,
	}).filter(({ kind }) => kind === "NetworkPolicy");

it("opens port 53 of the cache's address and nothing else", () => {
	expect(policies({})).toEqual([
		{
			apiVersion: "networking.k8s.io/v1",
			kind: "NetworkPolicy",
			metadata: {
				name: "node-local-dns",
				namespace: "shop",
				labels: { "k8s-app": "node-local-dns", "app.kubernetes.io/managed-by": "localdns" },
			},
			spec: {
				podSelector: {},
				policyTypes: ["Egress"],
				egress: [
					{
						to: [{ ipBlock: { cidr: "169.254.20.10/32" } }],
						ports: [
							{ port: 53, protocol: "UDP" },
							{ port: 53, protocol: "TCP" },
						],
					},
				],
			},
		},
	]);
});

it("is refused twice for a namespace, where the second would replace the first", () => {
	const twice = [
		{ namespace: "shop" },
		{ namespace: "pay" },
		{ namespace: "shop", podLabels: { app: "till" } },
	];
	expect(() => policies({ egressPolicies: twice })).toThrow(expect.objectContaining({ code: "LDNS465" }));
	expect(policies({ egressPolicies: twice.slice(0, 2) })).toHaveLength(2);
});

it("names every address that pods ask, of both families and of the cluster DNS in mode intercept", () => {
	const [policy] = policies({ ipFamily: "dual", mode: "intercept" });
	const spec = policy?.spec as { egress: [{ to: { ipBlock: { cidr: string } }[] }] };
	expect(spec.egress[0].to.map(({ ipBlock }) => ipBlock.cidr)).toEqual([
		"169.254.20.10/32",
		"10.43.0.10/32",
		"fd00:169:254:20::10/128",
		"fd00:43::a/128",
	]);
});

it("selects the pods that were named", () => {
	const [policy] = policies({ egressPolicies: [{ namespace: "pay", podLabels: { app: "till" } }] });
	expect(policy?.spec).toMatchObject({ podSelector: { matchLabels: { app: "till" } } });
});
