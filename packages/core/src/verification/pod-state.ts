import type { ApiObject } from "../cluster/api-object.ts";

/** How far a verification's pod has come, read from its status. */
export type PodState =
	/** Its container has ended; `message` is what it left. */
	| { readonly is: "ended"; readonly message: string; readonly exit: string }
	| { readonly is: "running" }
	/** Not yet, and what is known of the reason, in words. */
	| { readonly is: "waiting"; readonly why: WaitingFor; readonly text: string }
	/** Taken away or turned down by the node itself, so that another one may well run there. */
	| { readonly is: "turned-away"; readonly text: string };

/** `image-never`: waiting longer changes nothing. */
export type WaitingFor = "scheduler" | "image" | "image-never" | "kubelet" | "container";

interface PodStatus {
	readonly phase?: string;
	readonly reason?: string;
	readonly message?: string;
	readonly conditions?: readonly {
		readonly type?: string;
		readonly status?: string;
		readonly reason?: string;
		readonly message?: string;
	}[];
	readonly containerStatuses?: readonly {
		readonly state?: {
			readonly waiting?: { readonly reason?: string; readonly message?: string };
			readonly running?: object;
			readonly terminated?: {
				readonly message?: string;
				readonly reason?: string;
				readonly exitCode?: number;
			};
		};
	}[];
}

const imageReasons = ["ErrImagePull", "ImagePullBackOff", "RegistryUnavailable", "ImageInspectError"];
const neverReasons = ["ErrImageNeverPull", "InvalidImageName"];

/**
 * Reads a pod with one container. Sources: kubernetes/kubernetes pkg/kubelet/images/types.go (reasons of images),
 * pkg/kubelet/kuberuntime (CreateContainerError), pkg/kubelet/lifecycle and pkg/kubelet/eviction (Evicted, OutOfpods).
 */
export function readPodState(object: ApiObject): PodState {
	const { status = {} } = object as { status?: PodStatus };
	const [container] = status.containerStatuses ?? [];
	const { waiting, running, terminated } = container?.state ?? {};
	// A pod that is past its deadline or evicted may still show its container as it was.
	if (status.phase === "Failed" && terminated?.message === undefined && status.reason !== undefined)
		return { is: "turned-away", text: said(status.reason, status.message) };
	if (terminated !== undefined) {
		const { message = "", exitCode = 0, reason = "Completed" } = terminated;
		return { is: "ended", message, exit: `${reason}, exit code ${exitCode}` };
	}
	if (status.phase === "Failed" || status.phase === "Succeeded")
		return { is: "turned-away", text: said(status.reason ?? status.phase, status.message) };
	if (running !== undefined) return { is: "running" };
	const scheduled = status.conditions?.find(({ type }) => type === "PodScheduled");
	if (scheduled?.status !== "True")
		return {
			is: "waiting",
			why: "scheduler",
			text: said(scheduled?.reason ?? "not scheduled yet", scheduled?.message),
		};
	const { reason = "", message } = waiting ?? {};
	if (neverReasons.includes(reason))
		return { is: "waiting", why: "image-never", text: said(reason, message) };
	if (imageReasons.includes(reason)) return { is: "waiting", why: "image", text: said(reason, message) };
	if (container === undefined)
		return { is: "waiting", why: "kubelet", text: "its kubelet has not begun with it" };
	return { is: "waiting", why: "container", text: said(reason, message) };
}

const said = (reason: string, message: string | undefined): string =>
	message === undefined || message === "" ? reason : `${reason}: ${message}`;
