import type { BundleSettings } from "../../src/manifests/bundle-settings.ts";
import {
	combinations,
	healthCheckCronJob,
	type KubernetesObject,
	namespaceObject,
	nodeConfigJob,
	nodeConfigNamespace,
	nodeProgramConfigMap,
	probePods,
	rbacCommands,
	rbacFor,
	renderBundle,
	verificationConfigMaps,
	verificationPod,
	verifyNamespace,
} from "../../src/manifests/index.ts";

/** Some of everything that a bundle can be told, each of them rendered with every combination. */
const settingsMatrix: Readonly<Record<string, Partial<BundleSettings>>> = {
	"nothing else": {},
	"metrics on the node only": { metrics: "local", metricsPort: 19253 },
	"no metrics": { metrics: "off" },
	"another namespace": { namespace: "dns" },
	"names asked elsewhere": {
		externalUpstreams: ["192.0.2.53", "192.0.2.54"],
		clusterCidrs: ["10.42.0.0/15", "fd00:42::/56"],
		clusterDomain: "k.example",
	},
	"mirror, secrets and policy of images": {
		images: { registry: "r.example:5000/m", pullPolicy: "Always", pullSecrets: ["one", "two"] },
	},
	"chosen nodes": {
		nodeSelector: { "example.com/zone": "a" },
		tolerations: [
			{ key: "edge", operator: "Exists", effect: "NoExecute", tolerationSeconds: 30 },
			{ key: "gpu", value: "yes" },
		],
	},
	"own resources": { resources: { requests: { cpu: "0.1", memory: "1e8" }, limits: { memory: "256Mi" } } },
	"egress policies": {
		trafficDistribution: "PreferSameNode",
		egressPolicies: [{ namespace: "shop" }, { namespace: "pay", podLabels: { app: "till" } }],
	},
};

/** The article's objects are as they are; what they cannot take is refused (article.test.ts). */
const notForTheArticle = [
	"mirror, secrets and policy of images",
	"chosen nodes",
	"own resources",
	"egress policies",
];

const images = { registry: "r.example", pullPolicy: "IfNotPresent", pullSecrets: ["mirror"] } as const;
const nodeProgram = nodeProgramConfigMap("// the node program\n");

/** Namespace, program, questions and a pod of a verification. */
function verificationOf(by: "address" | "kubelet", node: string, more: object): KubernetesObject[] {
	const plan = {
		kind: "VerificationPlan",
		by,
		nameservers: ["169.254.20.10"],
		reference: ["10.43.0.10"],
		questions: [],
	} as const;
	const configMaps = verificationConfigMaps("// the lookup program\n", plan);
	const pod = {
		node,
		plan,
		configMaps,
		suffix: "a1b2-1",
		clusterDomain: "cluster.local",
		deadlineSeconds: 120,
		...more,
	};
	return [
		namespaceObject(verifyNamespace, "restricted"),
		configMaps.program,
		configMaps.plan,
		verificationPod(pod),
	];
}

/** Objects of other commands than install, by what they are. */
export const otherObjects: Readonly<Record<string, readonly KubernetesObject[]>> = {
	"probe-pods": probePods({
		run: "20260101-a1",
		image: { program: "// the probe\n" },
		plans: { "node-a": '{"kind":"ProbePlan"}', "b.example.org": '{"kind":"ProbePlan"}' },
		deadlineSeconds: 1200,
		resolver: {
			nameservers: ["10.43.0.10"],
			searches: ["default.svc.cluster.local", "svc.cluster.local", "cluster.local"],
		},
	}),
	"probe-pods-mirrored": probePods({
		run: "x",
		namespace: "measure",
		image: { program: "", images },
		plans: { "node-a": "{}" },
		deadlineSeconds: 60,
		resolver: { nameservers: ["fd00:43::a"], searches: [], ndots: 1 },
	}),
	"probe-pods-of-an-image": probePods({
		run: "y",
		image: { reference: "r.example/localdns-probe:1", images },
		plans: { "node-a": "{}" },
		deadlineSeconds: 60,
		resolver: "kubelet",
	}),
	verification: verificationOf("address", "node-a", {}),
	"verification-by-kubelet": verificationOf("kubelet", "b.example.org", { images }),
	"node-config-turn": [
		namespaceObject(nodeConfigNamespace, "privileged"),
		nodeProgram,
		nodeConfigJob({
			node: "b.example.org",
			change: { is: "turn", addresses: ["169.254.20.10", "10.43.0.10"], adopt: true },
			configMap: nodeProgram.metadata.name,
			images,
		}),
	],
	"node-config-give-back": [
		nodeConfigJob({
			node: "n".repeat(253),
			change: { is: "give-back" },
			configMap: nodeProgram.metadata.name,
			patienceSeconds: 30,
		}),
	],
	"health-check": healthCheckCronJob({ programs: { check: "", probe: "" } }),
	"health-check-mirrored": healthCheckCronJob({
		namespace: "watch",
		programs: { check: "", probe: "" },
		schedule: "5 * * * *",
		options: ["--slo", "99.9%"],
		receiversSecret: "hooks",
		deadlineSeconds: 300,
		images,
	}),
	...Object.fromEntries(rbacCommands.map((command) => [`rbac-${command}`, rbacFor(command)])),
	"rbac-install-elsewhere": rbacFor("install", {
		namespace: "dns",
		egressNamespaces: ["shop"],
		subject: { kind: "Group", name: "platform" },
	}),
};

/** Every combination with every line of the matrix: a title and its objects. */
export const bundles: readonly (readonly [title: string, objects: readonly KubernetesObject[]])[] =
	combinations.flatMap((combination) =>
		Object.entries(settingsMatrix)
			.filter(([, { namespace }]) => namespace === undefined || combination.mode === "kubelet")
			.filter(([name]) => combination.profile !== "article" || !notForTheArticle.includes(name))
			.map(
				([name, settings]) =>
					[
						`${Object.values(combination).join(", ")}: ${name}`,
						renderBundle({ ...combination, ...settings }, "1.2.3"),
					] as const,
			),
	);
