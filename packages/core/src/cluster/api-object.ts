/** Who wrote which fields of an object, as the API server keeps it. */
export interface ManagedFields {
	readonly manager?: string;
	/** `Apply` for server-side apply, `Update` for any other write. */
	readonly operation?: string;
	readonly subresource?: string;
	/** A tree whose keys are `f:NAME`, `k:{KEY}`, `v:VALUE` or `.`. */
	readonly fieldsV1?: unknown;
}

/** What every object has. */
export interface ApiMetadata {
	readonly name?: string;
	readonly namespace?: string;
	readonly creationTimestamp?: string;
	readonly generation?: number;
	readonly labels?: Readonly<Record<string, string>>;
	readonly annotations?: Readonly<Record<string, string>>;
	readonly managedFields?: readonly ManagedFields[];
	readonly ownerReferences?: readonly { readonly kind?: string; readonly name?: string }[];
}

/**
 * An object as the API server gives it. Readers below type what they read of it, and count on none of it: what is
 * missing has a default, so that an object of an older or newer API is read as far as it goes.
 */
export interface ApiObject {
	readonly metadata?: ApiMetadata;
	readonly [field: string]: unknown;
}

/** Name of an object; every object of the API has one. */
export const nameOf = ({ metadata }: ApiObject): string => metadata?.name ?? "";
