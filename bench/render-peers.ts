import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Name → package that is its program; each is pinned by a Go module of its own in bench/peers. */
const peers = {
	kustomize: "sigs.k8s.io/kustomize/kustomize/v5",
	helm: "helm.sh/helm/v4/cmd/helm",
} as const;
export type Peer = keyof typeof peers;

/**
 * The program, built from the Go module registry into the cache when it is asked for first (helm: two minutes of one core).
 * @returns its path, or why there is none
 */
export function providePeer(name: Peer): { ok: true; path: string } | { ok: false; reason: string } {
	const module = fileURLToPath(new URL(`./peers/${name}`, import.meta.url));
	const sum = createHash("sha256")
		.update(readFileSync(join(module, "go.sum")))
		.digest("hex");
	const cache =
		process.env.LOCALDNS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "localdns");
	const folder = join(cache, "peers", `${name}-${sum.slice(0, 12)}`);
	const path = join(folder, name);
	if (existsSync(path)) return { ok: true, path };
	console.log(`  building ${name} from the Go module registry, once`);
	mkdirSync(folder, { recursive: true });
	const argv = ["build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", `${path}.part`, peers[name]];
	const { status, error, stderr } = spawnSync("nice", ["go", ...argv], {
		cwd: module,
		encoding: "utf8",
		env: { ...process.env, CGO_ENABLED: "0" },
	});
	if (status !== 0)
		return { ok: false, reason: error?.message ?? stderr.trim().split("\n").at(-1) ?? "go failed" };
	renameSync(`${path}.part`, path);
	return { ok: true, path };
}
