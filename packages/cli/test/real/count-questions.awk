# Reads what `tcpdump -tt -n` prints of a capture on all interfaces of a node. Counts the questions of its pods to the
# cluster DNS and to the cache, and those that were answered within 5 s. Prints: ADDRESS QUESTIONS ANSWERED.
#
# The same packet passes several interfaces. A question counts where it leaves its pod: at the bridge's port, which
# listens promiscuously ("P"), before its address is translated. An answer counts where it first bears the address that
# was asked, and belongs to the oldest open question from the same port by the same ID.

function asked(server) { return server ~ /^(10\.43\.0\.10|169\.254\.20\.10)\.53$/ }

$4 == "IP" {
	at = $1; direction = $3; from = $5; to = $7; id = $8
	sub(/:$/, "", to)
	sub(/[^0-9].*$/, "", id)
	if (direction == "P" && asked(to)) {
		key = from " " to " " id
		sentAt[key, sent[key]++] = at
		questions[to]++
	}
	if (direction != "P" && asked(from)) {
		key = to " " from " " id
		if (taken[key] + 0 < sent[key] + 0 && at - sentAt[key, taken[key]++] <= 5) answered[from]++
	}
}

END {
	for (server in questions) {
		address = server
		sub(/\.53$/, "", address)
		print address, questions[server], answered[server] + 0
	}
}
