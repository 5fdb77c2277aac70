import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoProgram, cacheFolder, type Progress } from "../servers/go-program.ts";

/** The Go module of the oracle. It is for tests from a clone and ships with nothing. */
const module = fileURLToPath(new URL("../../oracle", import.meta.url));

/** Changes with the sources and with the modules that they are built from. */
function fingerprint(): string {
	const hash = createHash("sha256");
	const sources = readdirSync(module).filter((name) => name.endsWith(".go") || name === "go.sum");
	for (const name of sources.sort()) hash.update(name).update(readFileSync(join(module, name)));
	return hash.digest("hex").slice(0, 12);
}

/**
 * The oracle's binary, built where it is not in the cache.
 * @throws LocaldnsError LDNS202
 */
export const provideCorefileOracle = (progress: Progress): Promise<string> =>
	buildGoProgram(
		{
			name: "the Corefile oracle",
			module,
			package: ".",
			binary: join(cacheFolder(), "servers", `corefile-oracle-${fingerprint()}`, "oracle"),
			takes: "seconds after CoreDNS, else two minutes",
		},
		progress,
	);
