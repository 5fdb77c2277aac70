import type { Permission } from "../manifests/rbac/permission.ts";

/** One question to the API server: may I do this? */
export interface AccessQuestion {
	readonly verb: string;
	readonly group: string;
	readonly resource: string;
	readonly subresource: string | undefined;
	/** Undefined: in the whole cluster. */
	readonly namespace: string | undefined;
	/** Undefined: any object. */
	readonly name: string | undefined;
	/** Ends a sentence: "Needed to …". */
	readonly purpose: string;
}

/** The question and what the API server said. */
export interface AccessAnswer extends AccessQuestion {
	readonly allowed: boolean;
}

/** Every single right in a list of permissions, each once. */
export function accessQuestions(permissions: readonly Permission[]): AccessQuestion[] {
	const questions = permissions.flatMap(({ scope, group, resource: path, verbs, names, purpose }) => {
		const [resource = "", subresource] = path.split("/");
		const namespace = "cluster" in scope ? undefined : scope.namespace;
		return verbs.flatMap((verb) =>
			(names ?? [undefined]).map((name) => ({
				verb,
				group,
				resource,
				subresource,
				namespace,
				name,
				purpose,
			})),
		);
	});
	return [...new Map(questions.map((question) => [rightText(question), question])).values()];
}

/** A right in words: `list pods`, `get configmaps/coredns in kube-system`. */
export function rightText({ verb, resource, subresource, namespace, name }: AccessQuestion): string {
	const what = [
		resource,
		...(name === undefined ? [] : [name]),
		...(subresource === undefined ? [] : [subresource]),
	];
	return `${verb} ${what.join("/")}${namespace === undefined ? "" : ` in ${namespace}`}`;
}

/** The body of a SelfSubjectAccessReview. */
export const accessReview = ({
	verb,
	group,
	resource,
	subresource,
	namespace,
	name,
}: AccessQuestion): object => ({
	apiVersion: "authorization.k8s.io/v1",
	kind: "SelfSubjectAccessReview",
	spec: {
		resourceAttributes: {
			verb,
			group,
			resource,
			...(subresource === undefined ? {} : { subresource }),
			...(namespace === undefined ? {} : { namespace }),
			...(name === undefined ? {} : { name }),
		},
	},
});
