import type { Permission } from "@localdns/core/manifests";
import type { Audited } from "./audit-log.ts";

/** Rights of a role that nothing was asked with, as `verb path`. What is not there was asked for all the same. */
export function unusedRights(permissions: readonly Permission[], requests: readonly Audited[]): string[] {
	const asked = new Set(
		requests.flatMap(({ verb, uri, code }) => {
			const [path = ""] = uri.split("?");
			if (code === 403) return [];
			const collection = path.replace(/\/[^/]+$/, "");
			return [
				`${verb} ${path}`,
				`${verb} ${path.replace(/\/[^/]+(\/log)?$/, "/*$1")}`,
				// An apply that finds nothing takes the right to create as well.
				...(verb === "patch" && code === 201 ? [`create ${collection}`] : []),
			];
		}),
	);
	return permissions.flatMap(({ scope, group, resource, verbs, names }) => {
		const base = `${group === "" ? "/api/v1" : `/apis/${group}/v1`}${"cluster" in scope ? "" : `/namespaces/${scope.namespace}`}`;
		const [kind, below = ""] = resource.split("/");
		return verbs
			.flatMap((verb) => {
				if (verb === "list" || verb === "create") return `${verb} ${base}/${kind}`;
				const each = below === "" ? "*" : `*/${below}`;
				return (names ?? [each]).map((name) => `${verb} ${base}/${kind}/${name}`);
			})
			.filter((right) => !asked.has(right));
	});
}
