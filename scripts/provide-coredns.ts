// Builds the CoreDNS versions of the lab where they are not in the cache yet.

import { showError } from "../packages/cli/src/presentation/error-view.ts";
import { buildCoreDns, coreDnsVersions } from "../packages/lab/src/servers/coredns.ts";

try {
	for (const version of coreDnsVersions)
		await buildCoreDns(version, (line) => process.stderr.write(`set-up: ${line}\n`));
} catch (error) {
	process.exitCode = showError(error, process.stderr);
}
