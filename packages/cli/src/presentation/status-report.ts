import type { InstallationStatus } from "../installation-status.ts";
import type { ClusterPlace } from "../ports/cluster.ts";
import { toolVersion } from "../version.ts";

/** The StatusReport, with a newline at its end. */
export function statusReport(place: ClusterPlace, status: InstallationStatus): string {
	const { namespace, cache, nodes, operation, former, remaining, problems } = status;
	const report = {
		apiVersion: "localdns.dev/v1alpha1",
		kind: "StatusReport",
		toolVersion,
		cluster: place,
		namespace,
		isWell: problems.length === 0,
		...(cache === undefined ? {} : { cache }),
		nodes,
		...(operation === undefined ? {} : { operation }),
		podsWithFormerNameserver: former,
		podsWithCacheAfterReturn: remaining,
		problems: problems.map((problem) => ({ ...problem, docs: `docs/checks/${problem.code}.md` })),
	};
	return `${JSON.stringify(report, null, 2)}\n`;
}
