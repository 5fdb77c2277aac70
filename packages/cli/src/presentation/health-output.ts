import { type HealthReport, healthMetricsText } from "@localdns/core/health";
import { healthJunit } from "./health-junit.ts";
import { healthLine, healthTable } from "./health-view.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

export type HealthOutput = "table" | "short" | "json" | "prometheus" | "junit";

/** A report in the form asked for, with a newline at its end. */
export function healthText(report: HealthReport, output: HealthOutput, style: Style): string {
	switch (output) {
		case "json":
			return `${JSON.stringify(report, null, 2)}\n`;
		case "prometheus":
			return healthMetricsText(report);
		case "junit":
			return healthJunit(report);
		case "short":
			return healthLine(printable(report), style);
		case "table":
			return healthTable(printable(report), style);
	}
}
