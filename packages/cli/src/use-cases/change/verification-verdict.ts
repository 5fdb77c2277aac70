import { LocaldnsError } from "@localdns/core";
import { parseVerificationResult, type WaitingFor } from "@localdns/core/verification";
import type { NodeVerdict, VerificationAim } from "../../ports/verification.ts";

/** What a pod's own result says of its node; undefined where it is none. */
export function verdictOf(node: string, message: string, aim: VerificationAim): NodeVerdict | undefined {
	const result = parseVerificationResult(message);
	if (result === undefined) return undefined;
	const wanted = aim.nameservers.join(", ");
	const { misdirectedTo, asked, failed, failures } = result;
	if (misdirectedTo !== undefined) {
		const failure = `resolv.conf of a new pod has ${misdirectedTo.join(", ")}, expected ${wanted}`;
		const error = new LocaldnsError(
			"LDNS731",
			`the kubelet of ${node} gives new pods ${misdirectedTo.join(", ")}`,
			{
				reason: `it was told ${wanted}`,
			},
		);
		return { node, is: "fails", error, failures: [failure] };
	}
	if (failed === 0) return { node, is: "resolves" };
	const more = failed - failures.length;
	return {
		node,
		is: "fails",
		error: new LocaldnsError(
			"LDNS730",
			`${failed} of ${asked} questions of a fresh pod on ${node} to ${wanted} went wrong`,
			failures[0] === undefined ? {} : { reason: failures[0] },
		),
		failures: more === 0 ? failures : [...failures, `and ${more} more`],
	};
}

/** A node where no pod could say anything. */
export const unknownFor = (node: string, error: LocaldnsError): NodeVerdict => ({
	node,
	is: "unknown",
	error,
});

/** Somebody wanted to stop before the node was asked. */
export const interruptedError = (node: string): LocaldnsError =>
	new LocaldnsError("LDNS738", `the run was interrupted before names were asked on ${node}`);

/** Whether a node is there and reports: what a pod that got nowhere is explained by first. */
export type NodeReport = "ready" | "absent" | { readonly notReady: string };

/** Why a pod that did not come to an end says nothing of its node. */
export function stuckError(
	node: string,
	why: WaitingFor | "running",
	text: string,
	report: NodeReport,
): LocaldnsError {
	if (report === "absent")
		return new LocaldnsError("LDNS735", `there is no node ${node} any more`, { reason: text });
	if (report !== "ready") {
		return new LocaldnsError("LDNS735", `node ${node} is not ready`, {
			reason: report.notReady,
			hint: `kubectl describe node ${node}`,
		});
	}
	switch (why) {
		case "scheduler":
			return new LocaldnsError("LDNS732", `no pod can be put on ${node}`, {
				reason: text,
				hint: `kubectl describe node ${node}`,
			});
		case "image":
		case "image-never":
			return new LocaldnsError("LDNS733", `the image of the verification's pod cannot be had on ${node}`, {
				reason: text,
			});
		case "running":
		case "kubelet":
		case "container":
			return new LocaldnsError(
				"LDNS736",
				`the verification's pod on ${node} did not come to an end in time`,
				{
					reason: text,
				},
			);
	}
}
