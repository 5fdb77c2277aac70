import * as z from "zod";

/** Name of a namespace: RFC 1123 label. */
export const namespace = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "a Kubernetes namespace");

/** Value of a label, which may be empty (Kubernetes documentation: Labels and Selectors). */
const labelValue = z
	.string()
	.regex(
		/^(?:[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
		"a label's value: up to 63 of A-Z a-z 0-9 - _ .",
	);

/** Key of a label: a name, with an optional domain and a slash before it. */
const labelKey = z
	.string()
	.max(317)
	.regex(
		/^(?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
		"a label's key, such as topology.kubernetes.io/zone",
	);

const labels = z.record(labelKey, labelValue);

/** Host with an optional port and path, no scheme: what stands before the last parts of an image reference. */
const registry = z
	.string()
	.regex(
		/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/i,
		"a registry's host with an optional port and path and without https://, such as registry.example.com/mirror",
	);

const image = z.string().regex(/^[^\s/][^\s]*$/, "an image reference");

const imagesSchema = z.strictObject({
	registry: registry.optional(),
	cache: image.optional(),
	address: image.optional(),
	node: image.optional(),
	pullPolicy: z.enum(["Always", "IfNotPresent", "Never"]).optional(),
	pullSecrets: z
		.array(z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, "the name of a Secret"))
		.optional(),
});

const tolerationSchema = z
	.strictObject({
		key: labelKey.optional(),
		operator: z.enum(["Exists", "Equal"]).optional(),
		value: labelValue.optional(),
		effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
		tolerationSeconds: z.int().optional(),
	})
	.refine(
		({ key, operator, value }) => (operator === "Exists" ? value === undefined : key !== undefined),
		"operator Exists takes no value, and without it a key is needed",
	)
	.refine(
		({ effect, tolerationSeconds }) => tolerationSeconds === undefined || effect === "NoExecute",
		"tolerationSeconds goes with effect NoExecute only",
	);

/** The forms of a Kubernetes quantity that people write. */
const quantity = z
	.string()
	.regex(/^\d{1,15}(\.\d{1,9})?(m|k|M|G|Ki|Mi|Gi)?$/, "a Kubernetes quantity, such as 25m or 64Mi");

const factors = { m: 0.001, "": 1, k: 1e3, M: 1e6, G: 1e9, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 } as const;

/** A quantity as a number of cores or bytes. */
function amountOf(text: string): number {
	const [, number = "", unit = ""] = /^([\d.]+)(.*)$/.exec(text) ?? [];
	return Number(number) * factors[unit as keyof typeof factors];
}

const amounts = z.strictObject({ cpu: quantity.optional(), memory: quantity.optional() });

/** Kubernetes refuses a container that asks for more than it may use. */
const resourcesSchema = z.strictObject({ requests: amounts.optional(), limits: amounts.optional() }).refine(
	({ requests = {}, limits = {} }) =>
		(["cpu", "memory"] as const).every((name) => {
			const [asked, most] = [requests[name], limits[name]];
			return asked === undefined || most === undefined || amountOf(asked) <= amountOf(most);
		}),
	"a request is above its limit",
);

const egressPolicySchema = z.strictObject({ namespace, podLabels: labels.optional() });

/** Settings of the objects around the Corefile. */
export const objectSettings = {
	images: imagesSchema.optional(),
	nodeSelector: labels.optional(),
	tolerations: z.array(tolerationSchema).optional(),
	resources: resourcesSchema.optional(),
	trafficDistribution: z.enum(["PreferSameNode", "PreferSameZone", "PreferClose"]).optional(),
	egressPolicies: z.array(egressPolicySchema).optional(),
};
