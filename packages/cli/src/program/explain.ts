import type { Command } from "@commander-js/extra-typings";
import { examples } from "./parts.ts";

export function addExplain(program: Command): void {
	program
		.command("explain")
		.description("What an LDNS code means, why it happens and what to do.")
		.argument("[code]", "such as LDNS101; without it, every code with its title")
		.addHelpText("after", examples(["localdns explain LDNS101", "localdns explain"]))
		.action(async (code) => {
			const { explain } = await import("../commands/explain.ts");
			process.stdout.write(explain(code));
		});
}
