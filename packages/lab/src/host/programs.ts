import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs that the lab runs, and the Debian packages that hold them. */
export const labPrograms = {
	ip: "iproute2",
	mount: "mount",
	nft: "nftables",
	nsenter: "util-linux",
	socat: "socat",
	unshare: "util-linux",
} as const;

/** PATH with the folders of administration programs, which a plain user's PATH lacks on Debian. */
export function programPath(): string {
	const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
	for (const folder of ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"]) {
		if (!folders.includes(folder)) folders.push(folder);
	}
	return folders.join(delimiter);
}

/** Full path of a program, or undefined. */
export function findProgram(name: string): string | undefined {
	return programPath()
		.split(delimiter)
		.map((folder) => join(folder, name))
		.find((path) => {
			try {
				accessSync(path, constants.X_OK);
				return true;
			} catch {
				return false;
			}
		});
}
