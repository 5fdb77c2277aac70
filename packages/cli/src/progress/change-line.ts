import { refText } from "@localdns/core/plan";
import { printable } from "../presentation/printable.ts";
import type { ChangeEvent } from "./change-event.ts";

/** One plain line of what a change does. */
export function changeLine(event: ChangeEvent): string {
	return `${printable(words(event))}\n`;
}

function words(event: ChangeEvent): string {
	switch (event.event) {
		case "step":
		case "api":
			return event.text;
		case "warning":
			return `warning: ${event.text}`;
		case "object":
			return `${event.change} ${refText(event.ref)}`;
		case "node":
			return `node ${event.node}: ${event.state}${event.text === undefined ? "" : `, ${event.text}`}`;
		case "waiting": {
			const { text, done, of, missing = [] } = event;
			const count = done === undefined || of === undefined ? "" : `, ${done} of ${of}`;
			return `waiting for ${text}${count}${missing.length === 0 ? "" : `; not ${missing.slice(0, 5).join(", ")}`}`;
		}
	}
}
