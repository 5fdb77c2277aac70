import { Argument, type Command } from "@commander-js/extra-typings";
import { examples } from "./parts.ts";

/** @param freshTree the whole command tree, to be looked through for words that fit */
export function addCompletion(program: Command, freshTree: () => Command): void {
	program
		.command("completion")
		.description("A script with which a shell completes commands, options and their values.")
		.addArgument(
			new Argument("<shell>", "shell to complete in").choices(["bash", "zsh", "fish", "powershell"] as const),
		)
		.addHelpText(
			"after",
			examples([
				"source <(localdns completion bash)                                         for this shell",
				"localdns completion bash > /etc/bash_completion.d/localdns                 for every bash",
				"localdns completion zsh > /usr/share/zsh/site-functions/_localdns          for every zsh",
				"localdns completion fish > ~/.config/fish/completions/localdns.fish        for every fish",
			]) + "\nbash needs its package bash-completion.\n",
		)
		.action(async (shell) => {
			const { completionScript } = await import("../commands/completion.ts");
			completionScript(shell);
		});
	program
		// What the scripts call at each press of the tab key.
		.command("complete", { hidden: true })
		.argument("[words...]")
		.action(async (words) => {
			const { completeWords } = await import("../commands/completion.ts");
			completeWords(freshTree(), words);
		});
}
