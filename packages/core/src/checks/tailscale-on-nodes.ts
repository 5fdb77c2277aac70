import type { TailnetPath } from "../tailscale/tailscale-facts.ts";
import type { Check } from "./check.ts";
import { fromNodes, fromTailscale, reachedByTailnet, unlessAny } from "./node-facts.ts";
import { count, ok, skipped } from "./outcome.ts";

const category = "network";
/** What tailscale gives its interface unless told otherwise; the check path-mtu reckons with it. */
const usualMtu = 1280;
/** Two of ten pings: less says nothing about a way. */
const muchLoss = 0.2;
/** A key that ends sooner than this has to be renewed, or the node leaves the tailnet by itself. */
const soonDays = 14;

/** What tailscale on each node does, as its own daemon says; asked with --link-info. */
export const tailscaleChecks: readonly Check[] = [
	{
		id: "tailscale-running",
		code: "LDNS660",
		category,
		title: "tailscaled answers, and is up, on each node that others reach by the tailnet",
		severity: "error",
		run: (cluster) =>
			fromNodes(cluster, (found) => {
				// Other networks use these addresses too: where no node has tailscale, they are another's.
				if (found.every(({ facts: { tailscale } }) => tailscale.is === "none"))
					return skipped("no node has a tailscaled");
				const reached = reachedByTailnet(cluster);
				const concerned = found.filter(
					({ node, facts: { tailscale } }) => reached.has(node) || tailscale.is !== "none",
				);
				const wrong = concerned.flatMap(({ node, facts: { tailscale } }) => {
					if (tailscale.is === "none") return [{ node, text: "no socket of a tailscaled in /run/tailscale" }];
					if (tailscale.is === "silent") return [{ node, text: tailscale.because }];
					if (tailscale.backendState === "Running") return [];
					return [{ node, text: tailscale.backendState }];
				});
				return unlessAny(wrong, `${count(concerned.length, "node")} on the tailnet`);
			}),
	},
	{
		id: "tailscale-interface",
		code: "LDNS661",
		category,
		title: "tailscale has an interface, so that packets of the cluster reach the tailnet",
		severity: "error",
		run: (cluster) =>
			fromTailscale(cluster, (found) =>
				unlessAny(
					found.filter(({ facts: { hasInterface } }) => !hasInterface),
					"tailscale0 is there",
				),
			),
	},
	{
		id: "tailnet-path",
		code: "LDNS662",
		category,
		title: "nodes reach CoreDNS' nodes directly over the tailnet, past no relay",
		severity: "warning",
		run: (cluster) =>
			fromTailscale(cluster, (found) => {
				const ways = found.flatMap(({ node, facts: { paths } }) => paths.map((path) => ({ node, path })));
				if (ways.length === 0) return skipped("no node has a way over the tailnet to another one's CoreDNS");
				const wrong = ways.filter(({ path: { route } }) => route.by !== "direct");
				return unlessAny(
					wrong.map(({ node, path }) => ({ node, text: wayText(path) })),
					`${count(ways.length, "way")}, the slowest ${slowest(ways.map(({ path }) => path))} ms`,
				);
			}),
	},
	{
		id: "tailnet-loss",
		code: "LDNS663",
		category,
		title: "the ways to CoreDNS' nodes lose few packets",
		severity: "warning",
		run: (cluster) =>
			fromTailscale(cluster, (found) => {
				const ways = found.flatMap(({ node, facts: { paths } }) => paths.map((path) => ({ node, path })));
				if (ways.length === 0) return skipped("no node has a way over the tailnet to another one's CoreDNS");
				const total = (pick: (path: TailnetPath) => number) =>
					ways.reduce((sum, { path }) => sum + pick(path), 0);
				return unlessAny(
					ways
						.filter(({ path: { sent, lost } }) => lost / sent >= muchLoss)
						.map(({ node, path }) => ({ node, text: wayText(path) })),
					`${total(({ lost }) => lost)} of ${total(({ sent }) => sent)} pings lost`,
				);
			}),
	},
	{
		id: "tailnet-mtu",
		code: "LDNS664",
		category,
		title: "tailscale0 carries as much as localdns reckons with",
		severity: "warning",
		run: (cluster) =>
			fromTailscale(cluster, (found) => {
				const sized = found.flatMap(({ node, facts: { mtu } }) => (mtu === undefined ? [] : [{ node, mtu }]));
				if (sized.length === 0) return skipped("no node has the interface tailscale0");
				return unlessAny(
					sized
						.filter(({ mtu }) => mtu !== usualMtu)
						.map(({ node, mtu }) => ({ node, text: `${mtu} bytes` })),
					`${usualMtu} bytes`,
				);
			}),
	},
	{
		id: "tailscale-dns",
		code: "LDNS665",
		category,
		title: "tailscale leaves the resolvers of the nodes alone",
		severity: "warning",
		run: (cluster) =>
			fromTailscale(cluster, (found) =>
				unlessAny(
					found.filter(({ facts: { acceptsDns } }) => acceptsDns),
					"--accept-dns=false",
				),
			),
	},
	{
		id: "tailscale-key",
		code: "LDNS666",
		category,
		title: "no node's tailscale key is about to expire",
		severity: "warning",
		run: (cluster) =>
			fromTailscale(cluster, (found) => {
				const ending = found.flatMap(({ node, facts: { keyExpiresInDays: days } }) =>
					days === undefined ? [] : [{ node, days }],
				);
				if (ending.length === 0) return ok("none ever does");
				const soon = ending.filter(({ days }) => days < soonDays);
				return unlessAny(
					soon.map(({ node, days }) => ({
						node,
						text: days < 0 ? "expired" : `in ${count(days, "day")}`,
					})),
					`the first in ${count(Math.min(...ending.map(({ days }) => days)), "day")}`,
				);
			}),
	},
];

function wayText({ to, route, sent, lost, medianMs }: TailnetPath): string {
	const how = {
		direct: "directly",
		"peer-relay": "by a peer relay",
		derp: route.by === "derp" ? `by DERP ${route.region}` : "",
		nothing: route.by === "nothing" ? `no way: ${route.because}` : "",
	}[route.by];
	const time = medianMs === undefined ? "" : `, ${medianMs} ms`;
	return `to ${to} ${how}${time}, ${lost} of ${sent} pings lost`;
}

const slowest = (paths: readonly TailnetPath[]): number =>
	paths.reduce((most, { medianMs = 0 }) => Math.max(most, medianMs), 0);
