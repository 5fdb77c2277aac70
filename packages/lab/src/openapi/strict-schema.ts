/** The part of a Swagger 2.0 schema that Kubernetes uses. */
export interface SwaggerSchema {
	readonly $ref?: string;
	readonly type?: string;
	readonly format?: string;
	readonly properties?: Readonly<Record<string, SwaggerSchema>>;
	readonly additionalProperties?: SwaggerSchema;
	readonly items?: SwaggerSchema;
	readonly required?: readonly string[];
	readonly enum?: readonly unknown[];
	readonly "x-kubernetes-group-version-kind"?: readonly {
		readonly group: string;
		readonly version: string;
		readonly kind: string;
	}[];
}

/** apimachinery: pkg/api/resource/quantity.go, the serialization format in its comment. */
const quantityPattern = String.raw`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$`;

const base64Pattern = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";

const formats: Readonly<Record<string, object>> = {
	"int-or-string": { type: ["integer", "string"] },
	byte: { type: "string", pattern: base64Pattern },
	int32: { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
	int64: { type: "integer" },
	"date-time": {
		type: "string",
		pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`,
	},
};

/**
 * A JSON Schema that takes what `fieldValidation: Strict` of the API server takes: an object with listed fields has no
 * other, which Swagger leaves open. An object without listed fields is free (RawExtension, JSON of a custom resource).
 */
function strictSchema(schema: SwaggerSchema): object {
	if (schema.$ref !== undefined) return { $ref: schema.$ref };
	if (schema.format !== undefined && Object.hasOwn(formats, schema.format)) {
		return formats[schema.format] as object;
	}
	const { properties, additionalProperties, items, required } = schema;
	return {
		...(schema.type === undefined ? {} : { type: schema.type }),
		...(schema.enum === undefined ? {} : { enum: schema.enum }),
		...(required === undefined ? {} : { required }),
		...(items === undefined ? {} : { items: strictSchema(items) }),
		...(additionalProperties === undefined
			? {}
			: { additionalProperties: strictSchema(additionalProperties) }),
		...(properties === undefined ? {} : { properties: mapValues(properties), additionalProperties: false }),
	};
}

/** Every definition of an API. */
export function strictDefinitions(
	definitions: Readonly<Record<string, SwaggerSchema>>,
): Record<string, object> {
	return {
		...mapValues(definitions),
		"io.k8s.apimachinery.pkg.api.resource.Quantity": {
			anyOf: [{ type: "number" }, { type: "string", pattern: quantityPattern }],
		},
	};
}

const mapValues = (schemas: Readonly<Record<string, SwaggerSchema>>): Record<string, object> =>
	Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, strictSchema(schema)]));
