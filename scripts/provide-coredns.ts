// Finds or builds the CoreDNS versions named on the command line; all that the lab knows without any.
import { showError } from "../packages/cli/src/presentation/error-view.ts";
import { coreDnsVersions, provideCoreDns } from "../packages/lab/src/index.ts";

const named = process.argv.slice(2);
const wanted = coreDnsVersions.filter((version) => named.length === 0 || named.includes(version));
try {
	await provideCoreDns(wanted, undefined, (line) => process.stderr.write(`set-up: ${line}\n`));
} catch (error) {
	process.exitCode = showError(error, process.stderr);
}
