import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoProgram, cacheFolder, type Progress } from "../servers/go-program.ts";

/** 1.104 needs a newer Go than the other servers do. */
export const tailscaleVersion = "1.102.5";

/** The Go module that pins tailscale: in this package, or beside the bundle that this code is in. */
const module = fileURLToPath(
	new URL(
		`${import.meta.url.endsWith(".ts") ? "../../servers" : "./servers"}/tailscale-${tailscaleVersion}`,
		import.meta.url,
	),
);

const packages = {
	tailscaled: "tailscale.com/cmd/tailscaled",
	tailscale: "tailscale.com/cmd/tailscale",
	"control-server": "./control-server",
} as const;

/** Paths of what a tailnet is made of, by name. */
export type TailscalePrograms = Readonly<Record<keyof typeof packages, string>>;

/**
 * tailscale's own programs, and a control server made of its test parts, from the cache or from a build. Call it before
 * entering a sandbox, which has no network.
 *
 * @throws LocaldnsError LDNS202 with Go's last words
 */
export async function provideTailscale(progress: Progress): Promise<TailscalePrograms> {
	const key = createHash("sha256");
	for (const name of ["go.sum", "control-server/main.go"]) key.update(readFileSync(join(module, name)));
	const folder = join(
		cacheFolder(),
		"servers",
		`tailscale-${tailscaleVersion}-${key.digest("hex").slice(0, 12)}`,
	);
	const built: [string, string][] = [];
	for (const [name, goPackage] of Object.entries(packages)) {
		const binary = join(folder, name);
		const program = { name: `${name} ${tailscaleVersion}`, module, package: goPackage, binary };
		built.push([
			name,
			await buildGoProgram({ ...program, takes: "three minutes for all of tailscale" }, progress),
		]);
	}
	return Object.fromEntries(built) as TailscalePrograms;
}
