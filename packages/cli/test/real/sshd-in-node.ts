import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Runs a script on a node. */
type Shell = (node: string, script: string) => Promise<string>;

/**
 * Real sshd in nodes of the cluster lab, one per connection, each behind a socket in `folder`; and a configuration of
 * ssh that knows them by their names, with keys and host keys. OpenSSH's server is this machine's, or Debian's package,
 * unpacked and not installed: nothing here begins to listen.
 *
 * @returns PATH with an `ssh` in front that has this configuration for the user's own
 */
export async function openSshd(folder: string, nodes: readonly string[], shell: Shell): Promise<string> {
	const at = (...parts: string[]) => join(folder, ...parts);
	mkdirSync(at("bin"), { recursive: true });
	const sshd = provideSshd(folder);
	for (const key of ["host", "user"])
		execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", key, "-f", at(key)]);
	const server = [
		...[`HostKey ${at("host")}`, `AuthorizedKeysFile ${at("user.pub")}`],
		// The test's folder is below /tmp, which everyone may write to.
		...["StrictModes no", "UsePAM no", "PermitRootLogin prohibit-password", "PasswordAuthentication no"],
	];
	writeFileSync(at("sshd_config"), `${server.join("\n")}\n`);
	const client = [
		...["Host *", "User root", `IdentityFile ${at("user")}`, "IdentitiesOnly yes"],
		...[`UserKnownHostsFile ${at("known_hosts")}`, "StrictHostKeyChecking yes"],
		`ProxyCommand socat - UNIX-CONNECT:${at("%n.sock")}`,
	];
	writeFileSync(at("ssh_config"), `${client.join("\n")}\n`);
	const hostKey = execFileSync("cat", [at("host.pub")], { encoding: "utf8" });
	writeFileSync(at("known_hosts"), nodes.map((node) => `${node} ${hostKey}`).join(""));
	const ssh = execFileSync("sh", ["-c", "command -v ssh"], { encoding: "utf8" }).trim();
	writeFileSync(at("bin", "ssh"), `#!/bin/sh\nexec ${ssh} -F ${at("ssh_config")} "$@"\n`);
	chmodSync(at("bin", "ssh"), 0o755);
	for (const node of nodes) {
		const listen = `socat UNIX-LISTEN:${at(`${node}.sock`)},fork EXEC:"${sshd} -i -f ${at("sshd_config")}"`;
		await shell(
			node,
			`grep -q ^sshd: /etc/passwd || echo 'sshd:x:109:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
			mkdir -p /run/sshd
			setsid ${listen} </dev/null >/dev/null 2>${at(`${node}.log`)} &`,
		);
	}
	return `${at("bin")}${delimiter}${process.env.PATH}`;
}

function provideSshd(folder: string): string {
	if (existsSync("/usr/sbin/sshd")) return "/usr/sbin/sshd";
	const download = () =>
		execFileSync("apt-get", ["download", "-qq", "openssh-server"], { cwd: folder, stdio: "pipe" });
	try {
		download();
	} catch {
		// A machine that has all other packages already may never have read the lists.
		execFileSync("apt-get", ["update", "-qq"], { stdio: "pipe" });
		download();
	}
	const [file] = readdirSync(folder).filter((name) => /^openssh-server.*\.deb$/.test(name));
	execFileSync("dpkg", ["-x", join(folder, file ?? ""), join(folder, "openssh-server")]);
	return join(folder, "openssh-server/usr/sbin/sshd");
}
