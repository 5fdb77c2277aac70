import { plugin } from "../../ast.ts";
import { insertPlugin, setArguments } from "../../edit.ts";
import { goInteger } from "../../facts/go-values.ts";
import { isLoopback } from "../../ip-address.ts";
import { type ForwardView, optionsOf, pluginsOf } from "../corefile-view.ts";
import { blockRule } from "../rule.ts";

/** Headers before a DNS message: IPv4 or IPv6, and UDP. */
const headers = { ipv4: 20 + 8, ipv6: 40 + 8 } as const;

/** What DNS Flag Day 2020 recommends; no need to allow more. */
const recommended = 1232;
const least = 512;

/** UDP answers that fit in no packet of the path: they come in fragments, and one lost fragment loses the answer. */
export const largeMessages = blockRule("LDNS440", function* ({ block, forwards }, { mtu, source }) {
	const overUdp = forwards.filter(isFarOverUdp);
	const [first] = overUdp;
	if (mtu === undefined || first === undefined) return;
	const ipv4 = overUdp.every(({ upstreams }) =>
		upstreams.every(({ ip, text }) => ip !== undefined && !text.includes("::") && text.split(":").length < 3),
	);
	const room = mtu - (ipv4 ? headers.ipv4 : headers.ipv6);
	const size = Math.max(least, Math.min(recommended, room));
	const fix = `bufsize ${size}`;
	const [bufsize] = pluginsOf(block, "bufsize");
	if (bufsize === undefined) {
		yield {
			at: first.plugin.nameToken,
			message: `clients may allow answers larger than the ${room} bytes that an MTU of ${mtu} leaves, and without bufsize they do so over UDP`,
			fix,
			edits: insertPlugin(source, block, plugin("bufsize", [size]), first.plugin),
		};
		return;
	}
	const [token] = bufsize.argTokens;
	const bytes = token === undefined ? recommended : goInteger(token.text);
	if (bytes === undefined || bytes <= room || bytes <= least) return;
	yield {
		at: token ?? bufsize.nameToken,
		message: `answers of ${bytes} bytes over UDP do not fit: an MTU of ${mtu} leaves ${room}`,
		fix,
		edits: setArguments(source, bufsize, [String(size)]),
	};
});

const isFarOverUdp = ({ plugin, upstreams }: ForwardView): boolean =>
	optionsOf(plugin, "force_tcp").length === 0 &&
	upstreams.some(({ plain, ip }) => plain && (ip === undefined || !isLoopback(ip)));
