import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { type SwaggerSchema, strictDefinitions } from "./strict-schema.ts";

/** What is wrong with an object in the eyes of one version of the API: nothing, or a line for each problem. */
export type ObjectValidator = (object: { readonly apiVersion: string; readonly kind: string }) => string[];

/** @param path of a version's swagger.json (`provideOpenApi`) */
export function openObjectValidator(path: string): ObjectValidator {
	const { definitions } = JSON.parse(readFileSync(path, "utf8")) as {
		definitions: Record<string, SwaggerSchema>;
	};
	const ajv = new Ajv({ allErrors: true, strict: false });
	ajv.addSchema({ $id: "kubernetes", definitions: strictDefinitions(definitions) });
	const nameOf = new Map<string, string>(
		Object.entries(definitions).flatMap(([name, schema]) =>
			(schema["x-kubernetes-group-version-kind"] ?? []).map(
				({ group, version, kind }) => [`${group === "" ? "" : `${group}/`}${version} ${kind}`, name] as const,
			),
		),
	);
	const compiled = new Map<string, ValidateFunction>();
	return (object) => {
		const key = `${object.apiVersion} ${object.kind}`;
		const name = nameOf.get(key);
		if (name === undefined) return [`${key} does not exist`];
		let validate = compiled.get(key);
		if (validate === undefined) {
			validate = ajv.compile({ $ref: `kubernetes#/definitions/${name}` });
			compiled.set(key, validate);
		}
		return validate(object) ? [] : (validate.errors ?? []).map(textOf);
	};
}

function textOf({ instancePath, message, params }: ErrorObject): string {
	const extra = (params as { additionalProperty?: string }).additionalProperty;
	return `${instancePath === "" ? "the object" : instancePath} ${message}${extra === undefined ? "" : `: ${extra}`}`;
}
