// Finds or builds the CoreDNS versions named on the command line; without any, all that the lab knows, the oracle that
// judges Corefiles in the tests, the API descriptions that objects are held against and, where a lab or a cluster can be
// built, tailscale and Kubernetes.
import { showError } from "../packages/cli/src/presentation/error-view.ts";
import {
	checkClusterHost,
	checkHost,
	coreDnsVersions,
	provideClusterParts,
	provideCoreDns,
	provideTailscale,
} from "../packages/lab/src/index.ts";
import { provideOpenApi } from "../packages/lab/src/openapi/index.ts";
import { provideCorefileOracle } from "../packages/lab/src/oracle/index.ts";

const named = process.argv.slice(2);
const wanted = coreDnsVersions.filter((version) => named.length === 0 || named.includes(version));
try {
	const say = (line: string) => process.stderr.write(`set-up: ${line}\n`);
	await provideCoreDns(wanted, undefined, say);
	if (named.length === 0) {
		await provideCorefileOracle(say);
		await provideOpenApi(say);
		if ((await checkHost()).length === 0) await provideTailscale(say);
		if ((await checkClusterHost()).length === 0) await provideClusterParts(say);
	}
} catch (error) {
	process.exitCode = showError(error, process.stderr);
}
