import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoProgram, cacheFolder, type Progress } from "../servers/go-program.ts";

/** 1.34 is the newest line whose kubelet still starts on a host with cgroup v1. */
const version = "1.34.2";
/** What the programs call themselves: K3s puts a suffix of its own behind the version of Kubernetes. */
const kubernetesVersion = `v${version}+k3s1`;

/** The Go module that pins Kubernetes: in this package, or beside the bundle that this code is in. */
const module = fileURLToPath(
	new URL(
		`${import.meta.url.endsWith(".ts") ? "../../servers" : "./servers"}/kubernetes-${version}`,
		import.meta.url,
	),
);

const packages = {
	"kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
	"kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
	"kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
	kubelet: "k8s.io/kubernetes/cmd/kubelet",
	"kube-proxy": "k8s.io/kubernetes/cmd/kube-proxy",
	kubectl: "k8s.io/kubernetes/cmd/kubectl",
	"k3s-args": "./k3s-args",
} as const;

const linkerFlags = Object.entries({ gitVersion: kubernetesVersion, gitMajor: "1", gitMinor: "34" })
	.map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
	.join(" ");

/** Other modules, other sources or another version are other binaries. */
function folder(): string {
	const key = createHash("sha256").update(linkerFlags);
	for (const name of ["go.sum", "k3s-args/main.go"]) key.update(readFileSync(join(module, name)));
	return join(cacheFolder(), "servers", `kubernetes-${version}-${key.digest("hex").slice(0, 12)}`);
}

/**
 * Kubernetes' own programs from the cache, otherwise from a build. Call it before entering a sandbox,
 * which has no network.
 * @returns the folder they are in
 * @throws LocaldnsError LDNS202 with Go's last words
 */
export async function provideKubernetes(progress: Progress): Promise<string> {
	const binaries: string[] = [];
	for (const [name, goPackage] of Object.entries(packages)) {
		binaries.push(
			await buildGoProgram(
				{
					name: `${name} ${version}`,
					module,
					package: goPackage,
					linkerFlags,
					binary: join(folder(), name),
					takes: "five minutes for all of Kubernetes",
				},
				progress,
			),
		);
	}
	return dirname(binaries[0] as string);
}
