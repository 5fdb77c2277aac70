import { execFileSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmdirSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ApiObject } from "@localdns/core/cluster";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { sshAccess } from "../../src/adapters/node-access/ssh-access.ts";
import { MemoryCluster } from "../use-cases/change/memory-cluster.ts";

class OneNode extends MemoryCluster {
	override async get(): Promise<ApiObject> {
		return {
			metadata: { name: "a" },
			status: { addresses: [{ type: "InternalIP", address: "192.0.2.1" }] },
		} as ApiObject;
	}
}

const path = process.env.PATH;
/** Where this process alone puts what it needs for a while: others on this machine may go by ssh, too. */
const own = mkdtempSync(join(tmpdir(), "localdns-ssh-test-"));
process.env.TMPDIR = own;
const k3s = "/etc/rancher/k3s";
let outer: string;
let node: string;
const write = (file: string, text: string, mode = 0o644) => {
	mkdirSync(dirname(join(node, file)), { recursive: true });
	writeFileSync(join(node, file), text);
	chmodSync(join(node, file), mode);
};
const read = (file: string) => readFileSync(join(node, file), "utf8");
/** Names, inodes, modes and bytes below K3s' folder. */
const files = () =>
	(readdirSync(join(node, k3s), { recursive: true }) as string[]).toSorted().map((name) => {
		const at = join(node, k3s, name);
		const { ino, mode } = lstatSync(at);
		return `${name} ${ino} ${mode.toString(8)} ${lstatSync(at).isFile() ? readFileSync(at, "utf8") : ""}`;
	});
const restarts = () => Number(read("/restarts"));
const access = sshAccess(new OneNode(), {});
const turn = (adopt = false, patienceMs = 20_000) =>
	access.turn("a", { addresses: ["169.254.20.10"], adopt, patienceMs });
const giveBack = () => access.giveBack("a", { patienceMs: 20_000 });
const entry = /^kubelet-arg\+:\n {2}- "cluster-dns=169\.254\.20\.10"\n$/m;
const dropIn = `${k3s}/config.yaml.d/zz-localdns.yaml`;

const program = (name: string, text: string) => {
	writeFileSync(join(outer, name), `#!/bin/sh\n${text}\n`);
	chmodSync(join(outer, name), 0o755);
};
/** The stand-in for ssh; something may happen before it runs its line. */
const ssh = (first: string) => program("ssh", `for line; do :; done\n${first}\nexec ${outer}/enter "$line"`);
/** The beginning of what happens when files are sent. */
const whenPut = 'case $line in *"rm -rf"*';

/** K3s here is a process that sleeps; it is well unless `/breaks-if` names a file that is there. */
const start = `
[ ! -s /run/k3s.pid ] || kill "$(cat /run/k3s.pid)"
echo $(($(cat /restarts) + 1)) >/restarts
sleep 300 </dev/null >/dev/null 2>&1 &
echo $! >/run/k3s.pid
rm -f /run/broken
for each in $(cat /breaks-if 2>/dev/null); do [ ! -e "$each" ] || : >/run/broken; done
`;

/** A node of busybox alone, which a stand-in for ssh enters in place of a network. */
beforeEach(() => {
	outer = mkdtempSync(join(tmpdir(), "localdns-ssh-node-"));
	node = join(outer, "node");
	for (const each of ["bin", "dev", "proc", "run", "tmp"]) mkdirSync(join(node, each), { recursive: true });
	const busybox = execFileSync("sh", ["-c", "command -v busybox"]).toString().trim();
	execFileSync("cp", [busybox, join(node, "bin/busybox")]);
	const applets = execFileSync(busybox, ["--list"]).toString().split("\n").filter(Boolean);
	for (const applet of applets) if (applet !== "busybox") symlinkSync("busybox", join(node, "bin", applet));
	write(
		"/bin/systemd-run",
		`#!/bin/sh\n[ "$*" = "--collect systemctl restart --no-block k3s" ] || exit 1\n${start}`,
		0o755,
	);
	write("/bin/systemctl", '#!/bin/sh\necho "ActiveState=active\nMainPID=$(cat /run/k3s.pid)"\n', 0o755);
	write("/bin/rc-service", `#!/bin/sh\n[ "$2" = restart ] || exit 0\n${start}`, 0o755);
	write("/bin/curl", "#!/bin/sh\n[ -e /run/broken ] || printf ok\n", 0o755);
	write("/etc/passwd", "root:x:0:0::/:/bin/sh\n");
	write("/restarts", "0");
	write(
		"/etc/systemd/system/k3s.service",
		"[Service]\nEnvironmentFile=-/etc/default/%N\nExecStart=/usr/local/bin/k3s server\n",
	);
	write("/etc/default/k3s", "K3S_TOKEN=secret\n");
	write(`${k3s}/config.yaml`, "node-label: [a=b]\n", 0o600);
	const mounts = 'mount --rbind /dev "$1/dev" && mount --rbind /proc "$1/proc"';
	const inside = `${mounts} && exec env -u TMPDIR PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$1" /bin/sh -c "$2"`;
	program("enter", `exec unshare --user --map-root-user --mount -- sh -c '${inside}' sh ${node} "$1"`);
	ssh("");
	process.env.PATH = `${outer}:${path}`;
	write("/run/k3s.pid", "");
});
afterEach(() => {
	process.env.PATH = path;
	const pid = Number(read("/run/k3s.pid"));
	if (pid > 0) process.kill(pid);
	rmSync(outer, { recursive: true });
});
afterAll(() => {
	expect(readdirSync(own)).toEqual([]);
	rmdirSync(own);
});

describe("a node by ssh", () => {
	it("is turned, which is not done twice, and given back to the byte and the inode", async () => {
		const before = files();
		expect(await turn()).toEqual({ is: "done", restarted: true, warnings: [] });
		expect(read(dropIn)).toMatch(entry);
		expect(existsSync(join(node, k3s, ".localdns/node-config.json"))).toBe(true);
		const turned = files();
		expect(await turn()).toEqual({ is: "done", restarted: false, warnings: [] });
		expect([files(), restarts()]).toEqual([turned, 1]);
		expect(await giveBack()).toEqual({ is: "done", restarted: true, warnings: [] });
		expect([files(), restarts()]).toEqual([before, 2]);
		expect(await giveBack()).toMatchObject({ is: "done", restarted: false });
		expect([restarts(), readdirSync(join(node, "tmp"))]).toEqual([2, []]);
	});

	it("gets a file back that was taken over, with its inode and mode, through the link that it is", async () => {
		rmSync(join(node, k3s, "config.yaml"));
		write("/srv/k3s.yaml", "kubelet-arg:\n  - cluster-dns=169.254.20.10\ntoken: secret\n", 0o640);
		symlinkSync("../../../srv/k3s.yaml", join(node, k3s, "config.yaml"));
		const stats = lstatSync(join(node, "srv/k3s.yaml"));
		const before = files();
		expect(await turn(true)).toMatchObject({ is: "done", restarted: true });
		expect(read("/srv/k3s.yaml")).not.toContain("cluster-dns");
		expect(lstatSync(join(node, "srv/k3s.yaml")).mode).toBe(stats.mode);
		expect(lstatSync(join(node, k3s, "config.yaml")).isSymbolicLink()).toBe(true);
		expect(await giveBack()).toMatchObject({ is: "done", restarted: true });
		expect(files()).toEqual(before);
		expect(lstatSync(join(node, "srv/k3s.yaml"))).toMatchObject({ ino: stats.ino, mode: stats.mode });
	});

	it("is restarted by OpenRC, and where K3s reads its configuration from elsewhere", async () => {
		rmSync(join(node, "etc/systemd"), { recursive: true });
		write(
			"/etc/init.d/k3s",
			'command="/usr/local/bin/k3s"\ncommand_args="server --config /opt/k3s/a.yaml >>/var/log/k3s.log 2>&1"\n',
			0o755,
		);
		write("/opt/k3s/a.yaml", "token: secret\n");
		expect(await turn()).toMatchObject({ is: "done", restarted: true });
		expect(read("/opt/k3s/a.yaml.d/zz-localdns.yaml")).toMatch(entry);
		expect(existsSync(join(node, dropIn))).toBe(false);
	});

	it("is undone where K3s does not come back", async () => {
		const before = files();
		write("/breaks-if", dropIn);
		const outcome = await turn(false, 4000);
		expect(outcome).toMatchObject({ is: "undone", error: { code: "LDNS720" } });
		expect([files(), restarts()]).toEqual([before, 2]);
	});

	it("is refused, and written nothing, where someone changes something meanwhile", async () => {
		mkdirSync(join(node, k3s, "config.yaml.d"));
		ssh(`${whenPut}) echo "token: b" >${node}${k3s}/config.yaml.d/50-b.yaml ;; esac`);
		expect(await turn()).toMatchObject({ is: "refused", error: { code: "LDNS506" } });
		ssh(`${whenPut}) echo "node-label: [c=d]" >${node}${k3s}/config.yaml ;; esac`);
		expect(await turn()).toMatchObject({ is: "refused", error: { code: "LDNS506" } });
		expect([existsSync(join(node, dropIn)), restarts()]).toEqual([false, 0]);
		expect(existsSync(join(node, k3s, ".localdns"))).toBe(false);
	});

	it("is refused where the plan is, where there is no unit, and where nobody answers", async () => {
		write(`${k3s}/config.yaml.d/zzz.yaml`, "kubelet-arg:\n  - max-pods=50\n");
		expect(await turn()).toMatchObject({ is: "refused", error: { code: "LDNS501" } });
		rmSync(join(node, "etc/systemd"), { recursive: true });
		expect(await turn()).toMatchObject({ is: "refused", error: { code: "LDNS728" } });
		ssh("echo 'ssh: connect to host a port 22: No route' >&2; exit 255");
		expect(await turn()).toMatchObject({
			is: "refused",
			error: { code: "LDNS728", reason: "ssh: connect to host a port 22: No route" },
		});
		expect(restarts()).toBe(0);
	});

	it("is unclear when the connection ends while it is written to, and the same turn goes on from there", async () => {
		ssh(`${whenPut}) ${outer}/enter "$line" >/dev/null; exit 255 ;; esac`);
		expect(await turn()).toMatchObject({ is: "unclear", error: { code: "LDNS729" } });
		ssh("");
		expect(read(dropIn)).toMatch(entry);
		expect(restarts()).toBe(0);
		expect(await turn()).toMatchObject({ is: "done", restarted: true });
		expect(restarts()).toBe(1);
	});
});
