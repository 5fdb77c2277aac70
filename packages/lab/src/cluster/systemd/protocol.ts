/** One line of JSON from a program that asks the node's service manager, and one back. */
export interface Request {
	program: "systemctl" | "systemd-run" | "systemd-notify";
	argv: string[];
	/** Of a service that tells of itself. */
	unit?: string;
}

export interface Reply {
	code: number;
	stdout: string;
	stderr: string;
}

export const said = (stdout: string, code = 0): Reply => ({ code, stdout, stderr: "" });
export const refused = (stderr: string, code = 1): Reply => ({ code, stdout: "", stderr: `${stderr}\n` });
