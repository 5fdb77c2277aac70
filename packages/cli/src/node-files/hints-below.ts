import { LocaldnsError } from "@localdns/core";

const nodeConfigCommand = /localdns node-config (?:plan|apply|revert)(?! --root)/g;
const nodePath = /(?<=^| )\/(?:etc|var|usr)\//g;

/** What core says of a node, it says as on the node itself; below a folder the same command needs other paths. */
export async function hintsBelow<T>(root: string, run: () => T | Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		if (!(error instanceof LocaldnsError) || root === "/") throw error;
		const { code, message, reason, cause } = error;
		throw new LocaldnsError(code, message, {
			...(reason === undefined ? {} : { reason }),
			hint: hintBelow(root, error.hint),
			cause,
		});
	}
}

function hintBelow(root: string, hint: string): string {
	if (hint.includes("--root")) return hint;
	const folder = root.replace(/\/+$/, "");
	return hint
		.replaceAll(nodePath, (path) => `${folder}${path}`)
		.replaceAll(nodeConfigCommand, (command) => `${command} --root ${folder}`);
}
