import type { Readable } from "node:stream";

/**
 * The first JSON line of a stream. The stream stays open afterwards as the leash: when it ends, whoever
 * started the probe is gone or wants it to finish.
 */
export async function readFirstLine(input: Readable): Promise<{ line: string; ended: Promise<void> }> {
	const { promise: ended, resolve: end } = Promise.withResolvers<void>();
	let text = "";
	const line = await new Promise<string>((resolve) => {
		let found = false;
		const finish = (): void => {
			if (!found) resolve(text);
			end();
		};
		input.setEncoding("utf8");
		input.on("data", (chunk: string) => {
			if (found) return;
			text += chunk;
			const lineEnd = text.indexOf("\n");
			if (lineEnd === -1) return;
			found = true;
			resolve(text.slice(0, lineEnd));
		});
		input.once("end", finish);
		input.once("error", finish);
	});
	return { line, ended };
}
