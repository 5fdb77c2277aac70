import type { ClusterDnsFacts } from "../cluster-dns/facts.ts";
import { familyOf } from "../corefile/ip-family.ts";
import { reverseZonesOf } from "../corefile/reverse-zones.ts";
import type { Answer } from "./answer.ts";
import type { NameOwner, VerificationQuestion } from "./question.ts";
import { type ServiceToAsk, sampleServices } from "./service-to-ask.ts";

/** What questions are made from. */
export interface QuestionSettings {
	/** Such as `cluster.local`. */
	readonly clusterDomain: string;
	/** As listed by the API server. Those of `kubernetes` and of the cluster DNS are always asked. */
	readonly services: readonly ServiceToAsk[];
	/** Zones that the cluster DNS does not ask everyone else for (`stubDomains`). */
	readonly stubDomains: readonly string[];
	/** One name of the outside world. @default none, for a cluster without a way out */
	readonly externalName?: string;
}

const mostServices = 10;
const mostStubDomains = 10;
/** Asked by nobody else, and of a length that no Service has by chance. */
const missing = "localdns-asks-for-no-such-service";

/**
 * The zones of a cluster DNS that have an owner of their own, and after them the names of its hosts files, of which a
 * large cluster has one per node. Reverse ones are left out.
 */
export function stubDomains({ zones, clusterDomains }: ClusterDnsFacts): string[] {
	const asked = zones.filter(
		({ zone }) => zone !== "." && !/(^|\.)arpa$/.test(zone) && !clusterDomains.includes(zone),
	);
	const names = (isHost: boolean) =>
		asked.filter(({ by }) => (by === "hosts") === isHost).map(({ zone }) => zone);
	return [...new Set([...names(false), ...names(true)])];
}

/**
 * What a fresh pod asks, at most a hundred questions: each name by A and AAAA over UDP, as glibc asks; one of each kind
 * also over TCP and with EDNS; short names through the search list; the name of the cluster DNS' address.
 */
export function verificationQuestions(settings: QuestionSettings): VerificationQuestion[] {
	const { clusterDomain, services, externalName } = settings;
	const absolute = ({ namespace, name }: ServiceToAsk) => `${name}.${namespace}.svc.${clusterDomain}.`;
	const isFixed = ({ namespace, name }: ServiceToAsk) =>
		(namespace === "default" && name === "kubernetes") ||
		(namespace === "kube-system" && name === "kube-dns");
	const fixed = services.filter(isFixed);
	const others = sampleServices(
		services.filter((each) => !isFixed(each)),
		mostServices,
	);
	const asked: VerificationQuestion[] = [];
	const ask = (name: string, owner: NameOwner, expected: (type: "A" | "AAAA") => Answer | undefined) => {
		for (const type of ["A", "AAAA"] as const) asked.push(plain(name, type, owner, expected(type)));
	};
	for (const service of [...fixed, ...others])
		ask(absolute(service), "cluster", (type) => clusterIp(service, type));
	ask(`${missing}.default.svc.${clusterDomain}.`, "cluster", () => ({ is: "nxdomain" }));
	const stubs = settings.stubDomains.slice(0, mostStubDomains);
	for (const zone of stubs) ask(`${zone}.`, "stub", () => undefined);
	if (externalName !== undefined) ask(`${externalName.replace(/\.$/, "")}.`, "external", () => undefined);

	const firsts = asked.filter(isFirstOfItsKind(fixed.length + 1));
	const alone = firsts.filter(({ type }) => type === "A");
	const short = [...fixed, ...others.slice(0, 1)].map((service) => {
		const type = service.addresses.some((each) => familyOf(each) === "ipv4") ? "A" : "AAAA";
		return plain(`${service.name}.${service.namespace}`, type, "cluster", clusterIp(service, type));
	});
	if (externalName !== undefined && !externalName.endsWith("."))
		short.push(plain(externalName, "A", "external"));
	const reverse = fixed.flatMap((service) =>
		service.addresses.map((address) =>
			plain(reverseName(address), "PTR", "cluster", { is: "data", data: [absolute(service)] }),
		),
	);
	return [
		...asked,
		...short,
		...reverse,
		...[...alone, ...reverse.slice(0, 1)].map((each) => ({ ...each, transport: "tcp" as const })),
		...alone.map((each) => ({ ...each, edns: true })),
	];
}

/** The first Services, the missing name, the first stub domains, the external name. */
const isFirstOfItsKind =
	(services: number) =>
	({ name, owner }: VerificationQuestion, _index: number, all: readonly VerificationQuestion[]): boolean => {
		if (owner === "external" || name.startsWith(`${missing}.`)) return true;
		const names = [...new Set(all.filter((each) => each.owner === owner).map((each) => each.name))];
		return names.indexOf(name) < (owner === "stub" ? 3 : services);
	};

const plain = (
	name: string,
	type: VerificationQuestion["type"],
	owner: NameOwner,
	expected?: Answer,
): VerificationQuestion => ({
	name,
	type,
	transport: "udp",
	edns: false,
	owner,
	...(expected === undefined ? {} : { expected }),
});

/** Pods of a headless Service come and go; only the cluster DNS knows them. */
function clusterIp({ addresses }: ServiceToAsk, type: "A" | "AAAA"): Answer | undefined {
	if (addresses.length === 0) return undefined;
	const data = addresses.filter((each) => (familyOf(each) === "ipv4") === (type === "A"));
	return data.length === 0 ? { is: "nodata" } : { is: "data", data };
}

/** in-addr.arpa or ip6.arpa of one address, absolute. */
function reverseName(address: string): string {
	const [zone = ""] = reverseZonesOf([`${address}/${familyOf(address) === "ipv4" ? 32 : 128}`]);
	return `${zone.replace(/\.$/, "")}.`;
}
