import { renderBundle, serializeJson, serializeYaml } from "@localdns/core/manifests";
import { toolVersion } from "../version.ts";
import { type BundleFlags, settingsFrom } from "./bundle-flags.ts";

interface RenderOptions extends BundleFlags {
	split?: string | undefined;
	output: "yaml" | "json";
}

/** Prints every object of an installation in apply order, or writes one file for each. */
export async function render({ split, output, ...flags }: RenderOptions): Promise<void> {
	const objects = renderBundle(await settingsFrom("render", flags), toolVersion);
	if (split !== undefined) {
		const { writeEach } = await import("./render-split.ts");
		return await writeEach(split, objects, output);
	}
	process.stdout.write(output === "json" ? serializeJson(objects) : serializeYaml(objects));
}
