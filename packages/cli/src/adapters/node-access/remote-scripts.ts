// What runs on nodes by ssh: fixed texts for any sh with the programs of coreutils or busybox. They take what is
// different each time as words, never pasted in.

/**
 * `list CONFIG` prints what counts for a node's K3s configuration, one path a line: units with their overrides and
 * environment files, the configuration, its drop-ins, the record of localdns, and each link on the way to one of them.
 */
const list = `
add() {
	case "
$found
" in *"
$1
"*) ;; *) found="$found
$1" ;; esac
}
follow() {
	each=$1 hops=0
	while [ -L "$each" ] && [ "$hops" -lt 40 ]; do
		add "$each"
		to=$(readlink "$each")
		case $to in /*) ;; *) to=\${each%/*}/$to ;; esac
		each=$(cd "\${to%/*}/" 2>/dev/null && pwd)/\${to##*/}
		hops=$((hops + 1))
	done
	if [ -f "$each" ] || [ -d "$each" ]; then add "$each"; fi
}
list() {
	found=
	for at in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
		for unit in "$at"/k3s*.service "$at"/k3s*.service.d/*.conf "$at"/k3s*.service.env; do
			[ -e "$unit" ] || [ -L "$unit" ] || continue
			follow "$unit"
			[ -f "$unit" ] || continue
			name=\${unit##*/}
			case $unit in *.service.d/*) name=\${unit%.service.d/*} name=\${name##*/} ;; esac
			name=\${name%.service}
			while IFS= read -r variables; do
				[ ! -f "$variables" ] || follow "$variables"
			done <<END
$(sed -n 's/^[[:space:]]*EnvironmentFile[[:space:]]*=[[:space:]]*-*//p' "$unit" | sed "s/%[Nnp]/$name/g; s/[[:space:]]*$//")
END
		done
	done
	for each in /etc/init.d/k3s* /etc/environment /etc/rancher/k3s/*.env; do [ ! -f "$each" ] || follow "$each"; done
	folder=\${1%/*}
	[ ! -d "$folder" ] || add "$folder"
	if [ -e "$1" ] || [ -L "$1" ]; then follow "$1"; fi
	for each in "$folder/.\${1##*/}.localdns-tmp" "$1.d" "$1.d"/* "$1.d"/.*.localdns-tmp "$folder/.localdns" "$folder/.localdns"/* "$folder/.localdns"/.*.localdns-tmp; do
		if [ -e "$each" ] || [ -L "$each" ]; then follow "$each"; fi
	done
	printf '%s\\n' "$found" | sed 1d
}
`;

/**
 * `$1` the configuration's path. Prints the list, an empty line and a tar of it all: names relative to /, folders without
 * what is in them.
 * Ends with 70 where the node lacks a program.
 */
export const fetchScript = `${list}
for program in tar sha256sum sed readlink; do
	command -v "$program" >/dev/null || { echo "no $program there" >&2; exit 70; }
done
command -v curl >/dev/null || command -v wget >/dev/null || { echo "neither curl nor wget there" >&2; exit 70; }
paths=$(list "$1")
printf '%s\\n\\n' "$paths"
set -f
IFS='
'
for path in $paths; do set -- "$@" "\${path#/}"; done
shift
[ $# -gt 0 ] || set -- etc
exec tar -c -f - -C / --no-recursion "$@"
`;

/**
 * `$1` the configuration's path; then steps of three words each. On stdin a tar of `list` (what is to be there still),
 * `sums` (what its bytes are to be) and the new bytes, by number.
 *
 * - \`folder PATH MODE\`
 * - \`link PATH FROM\`: another name for a file, or a copy with its owner and mode
 * - \`write PATH NUMBER\`: new bytes, with the owner and mode of the file that they replace
 * - \`remove PATH -\`, \`remove-folder PATH -\`
 *
 * All new bytes lie beside their places before the first one is moved there. Ends with 65 where someone else changed
 * something, 66 where nothing could be written; nothing is changed then. 67 half-way. Prints the list as it is then.
 */
export const putScript = `${list}
trap '' HUP PIPE
umask 077
work=$(mktemp -d) || exit 66
trap 'rm -rf "$work"' EXIT
tar -x -f - -C "$work" || exit 66
[ "$(list "$1")" = "$(cat "$work/list")" ] || exit 65
config=$1
(cd / && { [ ! -s "$work/sums" ] || sha256sum -c "$work/sums"; }) >/dev/null 2>&1 || exit 65
shift
beside() { temporary=\${1%/*}/.\${1##*/}.localdns-tmp; }
steps() {
	act=$1
	shift
	while [ $# -gt 2 ]; do
		"$act" "$1" "$2" "$3" || return 1
		shift 3
	done
}
prepare() {
	beside "$2"
	case $1 in
	folder) [ -d "$2" ] || mkdir -m "$3" "$2" ;;
	link) rm -f "$temporary" && { ln "$3" "$temporary" 2>/dev/null || cp -p "$3" "$temporary"; } ;;
	write)
		rm -f "$temporary"
		{ [ ! -e "$2" ] || cp -p "$2" "$temporary"; } && cat "$work/$3" >"$temporary"
		;;
	esac
}
withdraw() {
	beside "$2"
	case $1 in link | write) rm -f "$temporary" ;; esac
}
unmake() { [ "$1" != folder ] || rmdir "$2" 2>/dev/null || :; }
carry() {
	beside "$2"
	case $1 in
	link | write) mv -f "$temporary" "$2" && rm -f "$temporary" ;;
	remove) rm -f "$2" ;;
	remove-folder) rmdir "$2" 2>/dev/null || : ;;
	esac
}
steps prepare "$@" || { steps withdraw "$@"; steps unmake "$@"; exit 66; }
sync
steps carry "$@" || exit 67
sync
# Times of files come without fractions: who starts from now on is younger than what was written.
sleep 1
list "$config"
`;

/** `$1` unit, `$2` manager. Prints systemd's properties. */
export const unitScript = `
if [ "$2" = systemd ]; then exec systemctl show -p ActiveState,MainPID "$1"; fi
pid=$(cat "/run/$1.pid" 2>/dev/null || cat "/var/run/$1.pid" 2>/dev/null || echo 0)
if rc-service "$1" status >/dev/null 2>&1; then echo ActiveState=active; else echo ActiveState=inactive; fi
echo "MainPID=$pid"
`;

/** `$1` unit, `$2` manager. Gives the order, and does not wait for K3s, which has no start timeout. */
export const restartScript = `
if [ "$2" = systemd ]; then exec systemd-run --collect systemctl restart --no-block "$1"; fi
trap '' HUP
rc-service "$1" restart </dev/null >/dev/null 2>&1 &
`;

/** `$1` port. Prints what the kubelet says of itself. */
export const healthzScript = `
url=http://127.0.0.1:$1/healthz
unset http_proxy
if command -v curl >/dev/null; then exec curl -s -m 2 --noproxy '*' "$url"; fi
exec wget -q -T 2 -O - "$url"
`;

/** `$1` process. Prints its stat, and since when the host is up. */
export const startedScript = `
cat "/proc/$1/stat" || exit 1
read -r up rest </proc/uptime
echo "$up $(date +%s)"
`;
