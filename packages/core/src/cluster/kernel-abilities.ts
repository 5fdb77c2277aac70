import { type Ability, type KernelAbility, kernelAbilities } from "./node-facts.ts";

/** Where a kernel may speak of its abilities; undefined where the file is not there or must not be read. */
export interface KernelWords {
	/** /proc/config.gz, unpacked: `CONFIG_DUMMY=m`. */
	readonly config: string | undefined;
	/** /proc/modules: loaded modules; undefined for a kernel without modules. */
	readonly modules: string | undefined;
	/** Names in /sys/module: loaded ones, and some of what is built in. */
	readonly moduleFolders: readonly string[];
	/** modules.builtin and modules.dep of the running release: paths of .ko files. */
	readonly moduleFiles: string | undefined;
}

/** Option of the kernel's configuration, and its module. */
const sources: Readonly<Record<KernelAbility, { readonly option: string; readonly module: string }>> = {
	dummy: { option: "CONFIG_DUMMY", module: "dummy" },
	notrack: { option: "CONFIG_NETFILTER_XT_TARGET_CT", module: "xt_CT" },
};

/** What a kernel can do, without asking it to do anything: no right is needed, and nothing is loaded. */
export const readKernelAbilities = (words: KernelWords): Record<KernelAbility, Ability> =>
	Object.fromEntries(kernelAbilities.map((ability) => [ability, judge(sources[ability], words)])) as Record<
		KernelAbility,
		Ability
	>;

function judge({ option, module }: { option: string; module: string }, words: KernelWords): Ability {
	const { config, modules, moduleFolders, moduleFiles } = words;
	const isLoaded = moduleFolders.includes(module) || new RegExp(`^${module} `, "m").test(modules ?? "");
	if (isLoaded) return "there";
	const lies = moduleFiles === undefined ? undefined : new RegExp(`/${module}\\.ko`).test(moduleFiles);
	if (lies === true) return "there";
	if (config !== undefined) {
		const set = new RegExp(`^${option}=([ym])$`, "m").exec(config)?.[1];
		if (set === undefined) return "absent";
		// A module whose file is not there cannot be loaded.
		return set === "y" || lies === undefined ? "there" : "absent";
	}
	// A complete list of files that lacks it; what is built in is in that list as well (kernel: Documentation/kbuild/kbuild.rst).
	return lies === false ? "absent" : "unknown";
}
