import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clusterDnsService, clusterDomain } from "../../network/addresses.ts";
import { type Flags, lastOf } from "./flags.ts";
import { type Kubectl, untilItWorks } from "./kubectl.ts";
import { clusterDnsConfigMap, packagedCoreDns } from "./packaged-coredns.ts";

const folder = "/var/lib/rancher/k3s/server/manifests";

/**
 * Rewrites the packaged manifests and applies them over whatever was changed by hand (pkg/deploy); fields
 * that they do not name stay as they are. `coredns.yaml.skip` leaves it alone, `--disable=coredns` deletes it.
 */
export async function applyPackagedManifests(flags: Flags, kubectl: Kubectl): Promise<void> {
	const domain = lastOf(flags, "cluster-domain") ?? clusterDomain;
	const clusterDns = lastOf(flags, "cluster-dns") ?? clusterDnsService;
	await mkdir(folder, { recursive: true });
	const file = join(folder, "coredns.yaml");
	const objects = packagedCoreDns(domain, clusterDns);
	await writeFile(file, objects.map((each) => `---\n${JSON.stringify(each, null, "  ")}\n`).join(""));
	await createOnce(clusterDnsConfigMap(domain, clusterDns), kubectl);
	if ((flags.get("disable") ?? []).some((list) => list.split(",").includes("coredns"))) {
		await untilItWorks(() => kubectl(["delete", "--ignore-not-found", "--wait=false", "-f", file]));
	} else if (!existsSync(`${file}.skip`)) {
		const force = ["--server-side", "--force-conflicts", "--field-manager=deploy@near"];
		await untilItWorks(() => kubectl(["apply", ...force, "-f", file]));
	}
}

const createOnce = (object: object, kubectl: Kubectl): Promise<void> =>
	untilItWorks(async () => {
		try {
			await kubectl(["create", "-f", "-"], JSON.stringify(object));
		} catch (error) {
			if (!(error as Error).message.includes("AlreadyExists")) throw error;
		}
	});
