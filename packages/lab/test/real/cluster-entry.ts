// What the real tests of the cluster start in place of the command line: `cluster-entry.ts OPTIONS` builds a
// standing cluster and prints its record; inside the sandbox the same file builds and keeps it.
import { LocaldnsError } from "@localdns/core";
import {
	type ClusterOptions,
	insideSandbox,
	openCluster,
	provideClusterParts,
	serveLab,
	upDetached,
	withClusterSandbox,
} from "../../src/index.ts";

const options = JSON.parse(process.argv[2] as string) as ClusterOptions;
const say = (line: string) => process.stderr.write(`${line}\n`);

try {
	if (insideSandbox()) {
		process.exitCode = await serveLab((onProgress) => openCluster({ ...options, onProgress }));
	} else {
		await provideClusterParts(say);
		const again = [process.execPath, ...process.argv.slice(1)];
		const record = await withClusterSandbox(again, (command) => upDetached(command, say));
		process.stdout.write(`${JSON.stringify(record)}\n`);
	}
} catch (error) {
	if (!(error instanceof LocaldnsError)) throw error;
	say(`${error.code} ${error.message}\n${error.reason ?? ""}`);
	process.exitCode = error.exitCode;
}
