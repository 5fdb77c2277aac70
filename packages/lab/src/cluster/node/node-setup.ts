import { labOnNode, nodeOnNode } from "../lab-folder.ts";

/**
 * PID 1 of a node, in fresh namespaces of its own: mounts what makes the machine's file system a node's,
 * and runs the service manager, with which it ends. A shell, because PID 1 must reap orphans.
 *
 * Arguments: LAB NODE-FOLDER NAME HIERARCHIES COMMAND…, hierarchies as `options:folder` words.
 *
 * - /etc and /var are overlays: what a node writes there never reaches the machine. containerd, the
 *   kubelet and K3s cannot live on an overlay, so their folders are the room's own.
 * - /run is the node's own and holds the lab's files; /usr/bin and /usr/local/bin have the lab's
 *   systemctl, systemd-run, k3s and kubectl in front.
 * - Packets between pods of a node have to pass iptables too, or kube-proxy's Services end at the bridge.
 * - The kubelet sets kernel.panic and vm.overcommit_memory for the whole machine: files lie over them.
 */
export const nodeSetup = `set -e
lab=$1 own=$2 name=$3 hierarchies=$4; shift 4
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
for each in $hierarchies; do
	mkdir "/sys/fs/cgroup/\${each#*:}"
	mount -t cgroup -o "\${each%%:*}" cgroup "/sys/fs/cgroup/\${each#*:}"
done
for folder in etc var; do
	mkdir -p "$own/$folder.upper" "$own/$folder.work"
	mount -t overlay -o "lowerdir=/$folder,upperdir=$own/$folder.upper,workdir=$own/$folder.work" overlay "/$folder"
done
for folder in rancher kubelet cni; do
	mkdir -p "$own/$folder" "/var/lib/$folder"
	mount --bind "$own/$folder" "/var/lib/$folder"
done
mkdir -p "$own/log" "$own/run"
mount --bind "$own/log" /var/log
mount -t overlay -o "lowerdir=$lab/bin:/usr/bin" overlay /usr/bin
mount -t overlay -o "lowerdir=$lab/local-bin:/usr/local/bin" overlay /usr/local/bin
mount -t tmpfs -o mode=755 run "$own/run"
mkdir -p "$own/run/\${lab_on_node#/run/}" "$own/run/\${node_on_node#/run/}" "$own/run/mount" "$own/run/lock" "$own/run/tmp" "$own/run/home" "$own/run/sysctl"
mount --bind "$lab" "$own/run/\${lab_on_node#/run/}"
mount --bind "$own" "$own/run/\${node_on_node#/run/}"
mount -n --move "$own/run" /run
for key in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
	file=/run/sysctl/$(echo $key | tr / _)
	cat /proc/sys/$key >$file
	mount --bind $file /proc/sys/$key
done
for file in resolv.conf hosts machine-id; do
	[ -e /etc/$file ] || : >/etc/$file
	mount --bind "$node_on_node/$file" /etc/$file
done
hostname "$name"
ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
[ ! -e /proc/sys/net/bridge ] || echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
for key in all default; do echo 1 >/proc/sys/net/ipv6/conf/$key/disable_ipv6; done 2>/dev/null || :
mount --make-rshared /
cd /
export HOME=/run/home TMPDIR=/run/tmp
"$@"
`.replace("set -e\n", `set -e\nlab_on_node=${labOnNode} node_on_node=${nodeOnNode}\n`);
