// Run before K3s first starts on a new machine: its pods ask the node-local cache from the beginning.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
	defaultConfigPath,
	dropInFolder,
	type FileAction,
	type NodeSnapshot,
	planNodeConfig,
} from "@localdns/core/k3s";

const [role, address = "169.254.20.10", root = "/"] = process.argv.slice(2);

const textAt = (path: string): string | undefined =>
	existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;

function snapshot(role: "server" | "agent"): NodeSnapshot {
	const folder = dropInFolder(defaultConfigPath);
	const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : undefined;
	return {
		configPath: defaultConfigPath,
		config: textAt(defaultConfigPath),
		dropIns: names
			?.filter((name) => /\.ya?ml$/.test(name))
			.map((name) => ({ name, text: textAt(`${folder}/${name}`) ?? "" })),
		// K3s is not installed yet, so that no unit of it has flags.
		service: undefined,
		role,
		ours: [],
	};
}

/** A plan for a drop-in makes its folder and its file; it edits nothing that someone else wrote. */
function carryOut(action: FileAction): void {
	const path = join(root, action.path);
	if (action.kind === "make-folder") mkdirSync(path, { recursive: true, mode: 0o700 });
	else if (action.kind === "create") {
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		writeFileSync(`${path}.new`, action.text, { mode: 0o600 });
		renameSync(`${path}.new`, path);
	} else throw new Error(`not expected on a new machine: ${action.kind} ${action.path}`);
	console.log(`${action.kind} ${action.path}`);
}

if (role !== "server" && role !== "agent") {
	console.error("usage: node configure.ts server|agent [ADDRESS] [ROOT]");
	process.exitCode = 2;
} else {
	const planned = planNodeConfig(snapshot(role), { addresses: [address] });
	if (planned.ok) {
		for (const warning of planned.plan.warnings) console.error(`warning: ${warning}`);
		planned.plan.actions.forEach(carryOut);
		if (planned.plan.actions.length === 0) console.log("nothing to do");
	} else {
		const { code, message, reason, hint } = planned.error;
		console.error(`${code}: ${message}\n${reason ?? ""}\n${hint}`);
		process.exitCode = planned.error.exitCode;
	}
}
