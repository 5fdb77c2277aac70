/** What the lab's service manager knows of a unit file (systemd.service(5)). */
export interface UnitFile {
	execStart: string[];
	environment: Record<string, string>;
	/** A file that may be missing has a `-` before its path. */
	environmentFiles: string[];
	/** Seconds before it is started again after it ended unasked; undefined: it is not. */
	restartSeconds: number | undefined;
	/** Started when it says so itself, and not as soon as its process runs. */
	notifies: boolean;
}

/** Reads a unit file; a backslash at the end of a line joins the next one to it. */
export function parseUnitFile(text: string): UnitFile {
	const unit: UnitFile = {
		execStart: [],
		environment: {},
		environmentFiles: [],
		restartSeconds: undefined,
		notifies: false,
	};
	let restartSeconds = 0.1;
	let restarts = false;
	for (const line of text.replaceAll(/\\\n\s*/g, " ").split("\n")) {
		const [, key = "", value = ""] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
		if (key === "ExecStart") unit.execStart = words(value);
		else if (key === "Environment") Object.assign(unit.environment, variables(words(value)));
		else if (key === "EnvironmentFile") unit.environmentFiles.push(value);
		else if (key === "Restart") restarts = value === "always" || value === "on-failure";
		else if (key === "RestartSec") restartSeconds = Number.parseFloat(value);
		else if (key === "Type") unit.notifies = value === "notify";
	}
	if (restarts) unit.restartSeconds = restartSeconds;
	return unit;
}

/** Words of a command line, with either kind of quotes around one. */
function words(text: string): string[] {
	return [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
		([, single, double, plain]) => single ?? double ?? plain ?? "",
	);
}

/** `NAME=value` lines, as an environment file has them; comments and empty lines say nothing. */
export const parseEnvironmentFile = (text: string): Record<string, string> =>
	variables(
		text
			.split("\n")
			.map((line) => line.trim())
			.filter((line) => line !== "" && !/^[#;]/.test(line))
			.map((line) => line.replace(/=(["'])(.*)\1$/, "=$2")),
	);

const variables = (assignments: readonly string[]): Record<string, string> =>
	Object.fromEntries(
		assignments.map((each) => {
			const at = each.indexOf("=");
			return at === -1 ? [each, ""] : [each.slice(0, at), each.slice(at + 1)];
		}),
	);
