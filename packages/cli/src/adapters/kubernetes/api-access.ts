import type { RequestOptions } from "node:https";

/** Where an API server is and who asks it: a context of a kubeconfig, or the account of the pod that this runs in. */
export interface ApiAccess {
	readonly context: string;
	/** URL, as it is. */
	readonly server: string;
	/** Whether connections go by a proxy, which brings an agent of its own. */
	readonly isProxied: boolean;
	/** Puts credentials and certificates into a request, anew for each: tokens run out. */
	authorize(options: RequestOptions): Promise<void>;
}
