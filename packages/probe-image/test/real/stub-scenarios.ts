import { addressOf, type HeardQuestion, type Reaction } from "../servers/scripted-responder.ts";

export interface StubScenario {
	title: string;
	name: string;
	options: string;
	/** Nothing listens there (a closed port), or two servers of which the script is told the index. */
	servers?: "closed" | "two";
	script: (question: HeardQuestion, server: number) => Reaction | undefined;
}

const found = (question: HeardQuestion): Reaction => ({ answers: [addressOf(question)] });
const noSuchName: Reaction = { rcode: 3 };
/** Only `web.shop.svc.cluster.local` exists. */
const cluster = (question: HeardQuestion): Reaction =>
	question.name === "web.shop.svc.cluster.local" ? found(question) : noSuchName;
const first = "web.shop.shop.svc.cluster.local";

/** Situations in which resolver libraries differ; times are short, so that real ones can be watched. */
export const stubScenarios: StubScenario[] = [
	{
		title: "walks the search list to the name that exists",
		name: "web.shop",
		options: "ndots:5",
		script: cluster,
	},
	{
		title: "asks the name as written last",
		name: "nothing.example",
		options: "ndots:5",
		script: () => noSuchName,
	},
	{
		title: "asks the name as written first from ndots on",
		name: "nothing.example",
		options: "ndots:1",
		script: () => noSuchName,
	},
	{
		title: "asks an absolute name alone",
		name: "web.shop.svc.cluster.local.",
		options: "ndots:5",
		script: cluster,
	},
	{
		title: "goes on after NODATA",
		name: "web.shop",
		options: "ndots:5",
		script: (question) => (question.name === first ? {} : cluster(question)),
	},
	{
		title: "repeats after AAAA was lost",
		name: "web",
		options: "ndots:5 timeout:1",
		script: (question) => (question.type === "AAAA" && question.before === 0 ? undefined : found(question)),
	},
	{
		title: "repeats after A was lost",
		name: "web",
		options: "ndots:5 timeout:1",
		script: (question) => (question.type === "A" && question.before === 0 ? undefined : found(question)),
	},
	{
		title: "repeats after both were lost",
		name: "web",
		options: "ndots:5 timeout:1",
		script: (question) => (question.before === 0 ? undefined : found(question)),
	},
	{
		title: "bears a server that never answers AAAA",
		name: "web",
		options: "ndots:5 timeout:1",
		script: (question) => (question.type === "AAAA" ? undefined : found(question)),
	},
	{
		title: "takes a reply that is later than the first try",
		name: "web",
		options: "ndots:5 timeout:1",
		script: (question) => (question.before === 0 ? { ...found(question), delayMs: 1200 } : undefined),
	},
	{
		title: "meets silence in the midst of the list",
		name: "web.shop",
		options: "ndots:5 timeout:1",
		script: (question) => (question.name === first ? undefined : cluster(question)),
	},
	{
		title: "meets silence everywhere",
		name: "web.shop",
		options: "ndots:5 timeout:1",
		script: () => undefined,
	},
	{
		title: "meets SERVFAIL in the midst of the list",
		name: "web.shop",
		options: "ndots:5 timeout:1",
		script: (question) => (question.name === first ? { rcode: 2 } : cluster(question)),
	},
	{
		title: "meets REFUSED in the midst of the list",
		name: "web.shop",
		options: "ndots:5 timeout:1",
		script: (question) => (question.name === first ? { rcode: 5 } : cluster(question)),
	},
	{
		title: "is content with A where AAAA has SERVFAIL",
		name: "web",
		options: "ndots:5 timeout:1",
		script: (question) => (question.type === "AAAA" ? { rcode: 2 } : found(question)),
	},
	{
		title: "meets a closed port",
		name: "web.shop",
		options: "ndots:5 timeout:1",
		servers: "closed",
		script: () => undefined,
	},
	{
		title: "turns to the second server after the first kept silent",
		name: "web",
		options: "ndots:5 timeout:1",
		servers: "two",
		script: (question, server) => (server === 0 ? undefined : found(question)),
	},
	{
		title: "turns to the second server after SERVFAIL",
		name: "web",
		options: "ndots:5 timeout:1",
		servers: "two",
		script: (question, server) => (server === 0 ? { rcode: 2 } : found(question)),
	},
];
