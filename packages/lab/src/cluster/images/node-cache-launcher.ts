/**
 * Stands for the launcher of node-cache 1.26.8 (cmd/node-cache of kubernetes-sigs/node-local-dns) in front
 * of the CoreDNS that is inside it. It honours the flags that localdns renders: fills the template into the
 * file that CoreDNS reads and does so again when the template changes, sets up the address, takes it down
 * unless told not to, and serves its own metric. Not there: NOTRACK and ACCEPT rules, the ConfigMap kube-dns,
 * and the shorter list of plugins (the CoreDNS here knows more than node-cache's).
 * Kernels without the dummy driver get the address on lo.
 */
export const nodeCacheLauncher = String.raw`#!/bin/sh
localip= conf= base=/etc/coredns/Corefile.base upstreamsvc=kube-dns
setup=true interface=nodelocaldns skipteardown=false pidfile= metrics=0.0.0.0:9353 port=53
fail() { echo "[FATAL] $*" >&2; exit 1; }
while [ $# -gt 0 ]; do
	name=$(echo "$1" | sed 's/^--*//; s/=.*//')
	case "$1" in -*=*) value=$(echo "$1" | sed 's/^[^=]*=//'); given=1 ;; -*) given= ;; *) fail "unexpected argument $1" ;; esac
	shift
	case "$name" in
	skipteardown | setupinterface | setupiptables | reloadwithsignal | quiet) [ -n "$given" ] || value=true ;;
	*) [ -n "$given" ] || { [ $# -gt 0 ] || fail "flag needs an argument: -$name"; value=$1; shift; } ;;
	esac
	case "$name" in
	localip) localip=$value ;;
	conf) conf=$value ;;
	basecorefile) base=$value ;;
	upstreamsvc) upstreamsvc=$value ;;
	setupinterface) setup=$value ;;
	interfacename) interface=$value ;;
	skipteardown) skipteardown=$value ;;
	pidfile) pidfile=$value ;;
	metrics-listen-address) metrics=$value ;;
	p | dns.port) port=$value ;;
	setupiptables | health-port | kubednscm | corefile | reloadwithsignal | quiet) ;;
	*) fail "flag provided but not defined: -$name" ;;
	esac
done
addresses=$(echo "$localip" | tr , ' ')
[ -n "$addresses" ] || fail "invalid localip specified"

upstream() {
	variable=$(echo "$upstreamsvc" | tr a-z- A-Z_)_SERVICE_HOST
	eval "echo \${$variable:-<nil>}"
}
servers() { sed -n 's/^nameserver[[:space:]]*//p' /etc/resolv.conf | tr '\n' ' ' | sed 's/ $//'; }
fill() {
	sed -e "s|__PILLAR__LOCAL__DNS__|$addresses|g" -e "s|__PILLAR__CLUSTER__DNS__|$(upstream)|g" \
		-e "s|__PILLAR__UPSTREAM__SERVERS__|$(servers)|g" -e "s|[[:space:]]*__PILLAR__DNS__SERVER__||g" "$base" >"$conf.new" &&
		cat "$conf.new" >"$conf"
	rm -f "$conf.new"
}
device() { if ip link show "$interface" >/dev/null 2>&1; then echo "$interface"; else echo lo; fi; }
mask() { case "$1" in *:*) echo 128 ;; *) echo 32 ;; esac; }
put_up() {
	ip link add "$interface" type dummy 2>/dev/null
	for each in $addresses; do
		ip addr show | grep -qF " $each/" || ip addr add "$each/$(mask "$each")" dev "$(device)" || echo "[ERROR] cannot add $each" >&2
	done
}
take_down() {
	for each in $addresses; do ip addr del "$each/$(mask "$each")" dev "$(device)" 2>/dev/null; done
	ip link del "$interface" 2>/dev/null
}

fill || echo "[ERROR] Failed to read node-cache coreFile $base" >&2
[ "$setup" = true ] && put_up
if [ -n "$metrics" ]; then
	# A busy port is no reason to stop, as with node-cache.
	pages=$(dirname "$conf")/.metrics
	mkdir -p "$pages" && echo 'coredns_nodecache_setup_errors_total{errortype="configmap"} 0' >"$pages/metrics" &&
		busybox httpd -f -p "$metrics" -h "$pages" &
fi
( seen=$(md5sum <"$base"); while sleep 10; do
	now=$(md5sum <"$base"); [ "$now" = "$seen" ] || { fill; seen=$now; }
done ) &
[ -z "$pidfile" ] || set -- -pidfile "$pidfile"
/coredns -conf "$conf" -dns.port "$port" "$@" &
child=$!
# Its own SIGTERM order: the address goes first only where it may, then CoreDNS ends with its lameduck.
trap '[ "$setup" = true ] && [ "$skipteardown" != true ] && take_down; kill -TERM $child' TERM INT
wait $child; code=$?
while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
exit $code
`;
