import { cacheCorefiles, intercepts } from "../cluster/installed-cache.ts";
import { engineVersion } from "../corefile/engines.ts";
import { cacheImage } from "../manifests/images.ts";
import { upstreamServiceName } from "../manifests/names.ts";
import type { Check } from "./check.ts";
import { lintCache } from "./cluster-lint.ts";
import { nodesAskingCache, nodesWithCache, ofCache } from "./installed.ts";
import { bad, count, fromFacts, names, ok, skipped } from "./outcome.ts";

const category = "the cache";

/** A kubelet lists that many images unless told otherwise (kubernetes: nodeStatusMaxImages). */
const listedImages = 50;

/** The cache itself: its image, its pods and its Corefile. */
export const cacheChecks: readonly Check[] = [
	{
		id: "image",
		code: "LDNS650",
		category,
		title: "the cache's image is on every node",
		severity: "warning",
		run: ({ nodes, cache: { daemonSet } }) =>
			fromFacts({ nodes, daemonSet }, ({ nodes, daemonSet }) => {
				const image = daemonSet?.image ?? cacheImage(engineVersion("node-cache"));
				const lacking = nodes.filter(({ images }) => !images.some((name) => isSameImage(name, image)));
				if (lacking.length === 0) return ok(image);
				const sure = lacking.filter(({ imageCount }) => imageCount > 0 && imageCount < listedImages);
				if (sure.length === 0)
					return { is: "unknown", because: "the kubelets list no images, or not all that they have" };
				return bad(
					`${image} is not on ${count(sure.length, "node")} of ${nodes.length}: ${names(sure.map(({ name }) => name))}`,
					{
						about: sure.map(({ name }) => name),
					},
				);
			}),
	},
	{
		id: "cache-maker",
		code: "LDNS658",
		category,
		title: "no other program has installed a cache of the same name",
		severity: "warning",
		run: ({ cache: { daemonSet, namespace } }) =>
			fromFacts({ daemonSet }, ({ daemonSet }) =>
				daemonSet === undefined || daemonSet.isOurs
					? ok(daemonSet === undefined ? "none" : "localdns' own")
					: bad(`DaemonSet node-local-dns in ${namespace} is not localdns' (image ${daemonSet.image})`),
			),
	},
	{
		id: "cache-installed",
		code: "LDNS651",
		category,
		title: "there is a cache wherever kubelets name one",
		severity: "error",
		afterInstall: true,
		run: (cluster) => {
			const { nodes, cache } = cluster;
			return fromFacts({ nodes, daemonSet: cache.daemonSet }, ({ nodes, daemonSet }) => {
				if (daemonSet !== undefined) return ok(`DaemonSet node-local-dns in ${cache.namespace}`);
				const asking = nodesAskingCache(nodes, cluster);
				if (asking.length === 0) return skipped(`there is no cache in namespace ${cache.namespace}`);
				return bad(
					`new pods on ${names(asking)} ask a cache, and none is installed in namespace ${cache.namespace}`,
					{ about: asking },
				);
			});
		},
	},
	{
		id: "cache-ready",
		code: "LDNS652",
		category,
		title: "the cache is ready on every node",
		severity: "error",
		afterInstall: true,
		run: (cluster) =>
			ofCache(cluster, ({ wanted, ready, updated, isObserved }) =>
				fromFacts({ nodes: cluster.nodes, pods: cluster.pods }, ({ nodes, pods }) => {
					const having = nodesWithCache(pods, cluster);
					const without = nodes.map(({ name }) => name).filter((name) => !having.has(name));
					if (without.length > 0) {
						return bad(`not on ${count(without.length, "node")} of ${nodes.length}: ${names(without)}`, {
							severity: ready < wanted || wanted === 0 ? "error" : "warning",
							about: without,
						});
					}
					if (!isObserved || updated < wanted)
						return bad(`${updated} of ${wanted} pods are of the last version`, { severity: "warning" });
					return ok(`${ready} of ${wanted}`);
				}),
			),
	},
	{
		id: "upstream-service",
		code: "LDNS653",
		category,
		title: "in mode intercept the cluster DNS has the second address that the cache asks",
		severity: "error",
		afterInstall: true,
		run: (cluster) =>
			ofCache(cluster, () =>
				fromFacts({ service: cluster.cache.upstreamService }, ({ service }) => {
					if (!intercepts(cluster)) return skipped("the cache does not intercept");
					if (service === undefined) return bad(`there is no Service ${upstreamServiceName}`);
					return service.addresses.length > 0
						? ok(service.addresses.join(", "))
						: bad(`Service ${upstreamServiceName} has no address`);
				}),
			),
	},
	{
		id: "cache-upstream",
		code: "LDNS654",
		category,
		title: "the cache asks the cluster DNS at the address that it has",
		severity: "error",
		afterInstall: true,
		run: (cluster) =>
			ofCache(cluster, () =>
				fromFacts(
					{ configuration: cluster.cache.configuration, service: cluster.clusterDns.service },
					({ service }) => {
						const corefiles = cacheCorefiles(cluster);
						if (corefiles.length === 0) return bad("there is no ConfigMap node-local-dns with a Corefile");
						if (service === undefined) return skipped("there is no Service kube-dns");
						const wanted = [...service.addresses, "__PILLAR__CLUSTER__DNS__"];
						const missing = corefiles.filter(([, text]) => !wanted.some((word) => hasWord(text, word)));
						if (missing.length === 0) return ok(service.addresses.join(", "));
						return bad(
							`${names(missing.map(([key]) => key))} does not mention ${service.addresses.join(" or ")}`,
						);
					},
				),
			),
	},
	{
		id: "cache-corefile",
		code: "LDNS655",
		category,
		title: "lint has nothing to say about the cache's Corefile",
		severity: "warning",
		afterInstall: true,
		run: (cluster) =>
			ofCache(cluster, ({ image }) => {
				const findings = cacheCorefiles(cluster)
					.flatMap(([key, text]) => lintCache(text, key, image))
					.filter(({ severity }) => severity !== "info");
				const [first] = findings;
				if (first === undefined) return ok("no findings");
				const texts = findings.map(({ code, file, line, message }) => `${code} ${file}:${line} ${message}`);
				const more = texts.length > 1 ? `; ${count(texts.length - 1, "more finding")}` : "";
				return bad(`${texts[0]}${more}`, {
					severity: findings.some(({ severity }) => severity === "error") ? "error" : "warning",
					hint: first.fix,
					about: texts,
				});
			}),
	},
];

const hasWord = (text: string, word: string): boolean => text.split(/[\s{}]+/).includes(word);

/** containerd lists an image under its whole name, which Docker Hub's short ones lack. */
function isSameImage(listed: string, wanted: string): boolean {
	return [wanted, `docker.io/${wanted}`, `docker.io/library/${wanted}`].includes(listed);
}
