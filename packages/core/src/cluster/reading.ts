/** A fact about a cluster, or why it could not be had: a right is missing, or the API did not answer. */
export type Reading<T> =
	| { readonly known: true; readonly value: T }
	| { readonly known: false; readonly because: string };

/** A fact that was read. */
export const known = <T>(value: T): Reading<T> => ({ known: true, value });

/** A fact that could not be read; the reason ends a sentence. */
export const unread = (because: string): { known: false; because: string } => ({ known: false, because });
