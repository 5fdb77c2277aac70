// Programs that the lab and the tests run, and the Debian packages that hold them.
import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { onPath, quietly } from "./command.mjs";
import { SetupError, say, step } from "./say.mjs";

export const labPrograms = {
	ip: "iproute2",
	mount: "mount",
	unshare: "util-linux",
	nsenter: "util-linux",
	socat: "socat",
	nft: "nftables",
};
/** What `lab up --cluster` needs besides; CNI plugins are not on PATH. */
const clusterPrograms = {
	busybox: "busybox-static",
	containerd: "containerd",
	etcd: "etcd-server",
	iptables: "iptables",
	openssl: "openssl",
	runc: "runc",
	"/usr/lib/cni/bridge": "containernetworking-plugins",
};
const programsOfTier = {
	demo: labPrograms,
	test: {
		...labPrograms,
		...clusterPrograms,
		dig: "bind9-dnsutils",
		dnsperf: "dnsperf",
		"ssh-keygen": "openssh-client",
		strace: "strace",
		tcpdump: "tcpdump",
	},
};

const isHere = (program) => (program.startsWith("/") ? existsSync(program) : onPath(program));

function missingPackages(tier) {
	const wanted = Object.entries(programsOfTier[tier]).filter(([program]) => !isHere(program));
	return [...new Set(wanted.map(([, name]) => name))];
}

async function agreed(command) {
	if (process.stdin.isTTY !== true) return false;
	const prompt = createInterface({ input: process.stdin, output: process.stderr });
	const answer = await prompt.question(`set-up needs: ${command}\nrun it now? [y/N] `);
	prompt.close();
	return /^y(es)?$/i.test(answer.trim());
}

export async function debianPackages(tier) {
	const missing = missingPackages(tier);
	if (missing.length === 0) return;
	const install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", ...missing];
	const byHand = `sudo apt-get update && sudo ${install.join(" ")}`;
	if (!existsSync("/etc/debian_version")) {
		throw new SetupError(
			`programs are missing that Debian has in: ${missing.join(" ")}`,
			"install them with this system's package manager",
		);
	}
	const isRoot = process.getuid?.() === 0;
	if (!isRoot && !(await agreed(byHand))) {
		// Unit tests need none of these: the tiers that do will say that they are skipped, and why.
		if (tier === "test")
			return say(`set-up: not root, so these Debian packages stay missing: ${missing.join(" ")}`);
		throw new SetupError(`not root, and these Debian packages are missing: ${missing.join(" ")}`, byHand);
	}
	const asRoot = isRoot ? [] : ["sudo"];
	const env = { DEBIAN_FRONTEND: "noninteractive" };
	await step(`Debian packages ${missing.join(" ")}`, async () => {
		const [update, ...updateArgs] = [...asRoot, "apt-get", "update", "-qq"];
		await quietly(update, updateArgs, { env, hint: byHand });
		const [program, ...argv] = [...asRoot, ...install];
		await quietly(program, argv, { env, hint: byHand });
	});
}
