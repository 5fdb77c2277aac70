import { LocaldnsError } from "@localdns/core";
import { type ObjectRef, refText } from "@localdns/core/plan";
import type { ApiAnswer } from "./api-client.ts";
import { readStatus, type StatusCause, statusError } from "./api-error.ts";

/** Conflicts that are written out; the rest is counted. */
const mostConflicts = 12;
/** Who refused, as kube-apiserver words it (apiserver: admission/plugin/webhook/errors, plugin/policy/validating). */
const refusers = [
	/(admission webhook) "([^"]{1,253})" denied/,
	/failed calling (webhook) "([^"]{1,253})"/,
	/(ValidatingAdmissionPolicy) '([^']{1,253})'/,
	/violates (PodSecurity) "([^"]{1,253})"/,
];
/** A field that the kind does not have, which server-side apply meets in two places. */
const unknownField = /strict decoding error|field not declared in schema/;

/** Why an object was not written. */
export function writeError(answer: ApiAnswer, verb: string, ref: ObjectRef, server: string): LocaldnsError {
	const what = refText(ref);
	const { status, reason: kind, message: reason, causes } = readStatus(answer);
	const conflicts = causes.filter((cause) => cause.reason === "FieldManagerConflict");
	if (status === 409 && conflicts.length > 0) return conflictError(what, conflicts);
	if (/exceeded quota/.test(reason) && status === 403)
		return new LocaldnsError("LDNS703", `${what} exceeds a quota`, { reason });
	const ending = causes.some((cause) => cause.reason === "NamespaceTerminating");
	if (ending || (status === 404 && verb !== "patch"))
		return new LocaldnsError(
			"LDNS706",
			`${what}: namespace ${ref.namespace ?? ""} ${ending ? "is being deleted" : "is not there"}`,
			{ reason },
		);
	for (const pattern of refusers) {
		const [, who, name] = pattern.exec(reason) ?? [];
		if (name !== undefined)
			return new LocaldnsError("LDNS702", `${what} is refused by ${who} ${name}`, { reason });
	}
	if (status === 422 || status === 400 || kind === "Invalid" || unknownField.test(reason))
		return new LocaldnsError("LDNS702", `${what} is refused`, { reason });
	return statusError(answer, `${verb} ${what}`, server);
}

function conflictError(what: string, conflicts: readonly StatusCause[]): LocaldnsError {
	const said = conflicts.slice(0, mostConflicts).map(({ field = "", message = "" }) => {
		const [, owner = "another manager"] = /conflict with "([^"]{1,128})"/.exec(message) ?? [];
		const [, at] = / at (\d{4}-\S{1,30})/.exec(message) ?? [];
		return `${field} (${owner}${at === undefined ? "" : `, ${at}`})`;
	});
	const more = conflicts.length - said.length;
	const fields = `${said.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
	return new LocaldnsError("LDNS701", `${what}: others own fields that would change`, { reason: fields });
}
