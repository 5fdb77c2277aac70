import { type ErrorCode, errorCodes, LocaldnsError } from "@localdns/core";
import type { NodeOutcome } from "../ports/node-access.ts";

/** Bytes of a termination message (kubernetes/kubernetes: pkg/kubelet/container, MaxContainerTerminationMessageLength). */
const mostBytes = 4096;

interface NodeResult {
	readonly kind: "NodeResult";
	readonly is: NodeOutcome["is"];
	readonly restarted?: boolean;
	readonly warnings?: readonly string[];
	readonly error?: {
		readonly code: string;
		readonly message: string;
		readonly reason?: string;
		readonly hint: string;
	};
}

/** The outcome as the program's termination message: one line of JSON, its texts cut until it fits. */
export function printNodeResult(outcome: NodeOutcome): string {
	for (let longest = 2000; ; longest = Math.floor(longest / 2)) {
		const text = JSON.stringify(resultOf(outcome, longest));
		if (Buffer.byteLength(text) <= mostBytes) return text;
	}
}

function resultOf(outcome: NodeOutcome, longest: number): NodeResult {
	const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);
	if (outcome.is === "done") {
		const warnings = outcome.warnings.slice(0, 8).map(cut);
		return { kind: "NodeResult", is: "done", restarted: outcome.restarted, warnings };
	}
	const { code, message, reason, hint } = outcome.error;
	const error = {
		code,
		message: cut(message),
		...(reason === undefined ? {} : { reason: cut(reason) }),
		hint: cut(hint),
	};
	return { kind: "NodeResult", is: outcome.is, error };
}

/** @returns undefined for any other text */
export function parseNodeResult(text: string): NodeOutcome | undefined {
	let result: Partial<NodeResult> | null;
	try {
		result = JSON.parse(text) as Partial<NodeResult> | null;
	} catch {
		return undefined;
	}
	if (result === null || result.kind !== "NodeResult") return undefined;
	const { is, restarted = false, warnings = [], error } = result;
	if (is === "done") return { is, restarted, warnings };
	if (is === undefined || error === undefined || !(error.code in errorCodes)) return undefined;
	const { code, message, reason, hint } = error;
	return {
		is,
		error: new LocaldnsError(code as ErrorCode, message, {
			...(reason === undefined ? {} : { reason }),
			hint,
		}),
	};
}
