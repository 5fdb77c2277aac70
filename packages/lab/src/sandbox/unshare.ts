/**
 * Namespaces that a lab lives in. PID 1 in there takes every process of the lab with it, and with the
 * processes go the network namespaces and all that is in them. Mounts do not reach the host.
 */
export function unshareArguments(): string[] {
	const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
	return [
		...user,
		"--net",
		"--pid",
		"--mount",
		"--propagation",
		"private",
		"--fork",
		"--kill-child",
		"--mount-proc",
	];
}
