// What `systemctl` and `systemd-run` are on a node of the lab: the first argument says which. The service
// manager does the work, so that a command outlives the process, and the pod, that gave it.
import { askServiceManager } from "./ask.ts";
import type { Request } from "./protocol.ts";

const [program, ...argv] = process.argv.slice(2);
try {
	const { code, stdout, stderr } = await askServiceManager({
		program: program as Request["program"],
		argv,
	});
	process.stdout.write(stdout);
	process.stderr.write(stderr);
	process.exitCode = code;
} catch (error) {
	process.stderr.write(`Failed to connect to bus: ${(error as Error).message}\n`);
	process.exitCode = 1;
}
