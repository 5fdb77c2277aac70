import type { Check } from "@localdns/core/checks";
import type { Diagnosis } from "../diagnosis.ts";
import { toolVersion } from "../version.ts";

/** The DoctorReport, with a newline at its end. */
export function doctorReport({ place, results }: Diagnosis): string {
	const report = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "DoctorReport",
		toolVersion,
		cluster: place,
		checks: results.map((result) => ({ ...result, docs: `docs/checks/${result.code}.md` })),
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}

/** The CheckList, with a newline at its end. */
export function checkList(all: readonly Check[]): string {
	const list = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "CheckList",
		toolVersion,
		checks: all.map(({ id, code, category, title, severity, afterInstall = false }) => ({
			...{ id, code, category, title, severity, afterInstall },
			docs: `docs/checks/${code}.md`,
		})),
	};
	return `${JSON.stringify(list, null, 2)}\n`;
}
