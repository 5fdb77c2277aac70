import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * promtool and a Pushgateway of Debian's packages, unpacked and not installed: nothing here begins to listen.
 *
 * @param folder where they go
 */
export function providePrometheus(folder: string): {
	readonly promtool: string;
	readonly pushgateway: string;
} {
	mkdirSync(folder, { recursive: true });
	const packages = ["prometheus", "prometheus-pushgateway"];
	const download = () =>
		execFileSync("apt-get", ["download", "-qq", ...packages], { cwd: folder, stdio: "pipe" });
	try {
		download();
	} catch {
		// A machine that has all other packages already may never have read the lists.
		execFileSync("apt-get", ["update", "-qq"], { stdio: "pipe" });
		download();
	}
	const root = join(folder, "root");
	for (const file of readdirSync(folder).filter((name) => name.endsWith(".deb")))
		execFileSync("dpkg", ["-x", join(folder, file), root]);
	return {
		promtool: join(root, "usr/bin/promtool"),
		pushgateway: join(root, "usr/bin/prometheus-pushgateway"),
	};
}
