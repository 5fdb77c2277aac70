import { type DrivenCluster, eventually } from "../../../lab/test/real/cluster-driver.ts";

/** A request that the API server has answered. */
export interface Audited {
	/** Whose it is. */
	readonly user: string;
	readonly verb: string;
	readonly uri: string;
	readonly userAgent: string;
	readonly code: number;
	/** ISO 8601. */
	readonly at: string;
	/** `configmaps kube-system/node-local-dns`; of a request for no resource its path. */
	readonly what: string;
}

/** What the API server writes down of one account. */
export interface AuditLog {
	/** Requests since `mark`, or since the beginning. */
	read(): Promise<Audited[]>;
	/** From here on. */
	mark(): Promise<void>;
}

const policyFile = "/etc/localdns-audit.yaml";
const logFile = "/var/log/localdns-audit.log";

/** Lets the API server write down every request of these users; it is restarted for that, with its K3s. */
export async function openAuditLog(cluster: DrivenCluster, users: readonly string[]): Promise<AuditLog> {
	const shell = async (script: string): Promise<string> => {
		const { code, stdout, stderr } = await cluster.run("node/near", "sh", "-c", script);
		if (code !== 0) throw new Error(`${script}: ${stderr}`);
		return stdout;
	};
	const policy = {
		apiVersion: "audit.k8s.io/v1",
		kind: "Policy",
		omitStages: ["RequestReceived"],
		rules: [{ level: "Metadata", users }, { level: "None" }],
	};
	const restartedMs = Math.floor(Date.now() / 1000) * 1000;
	const config = `kube-apiserver-arg:\n- audit-policy-file=${policyFile}\n- audit-log-path=${logFile}\n`;
	await shell(`cat >${policyFile} <<'END'\n${JSON.stringify(policy)}\nEND
mkdir -p /etc/rancher/k3s && cat >>/etc/rancher/k3s/config.yaml <<'END'\n${config}END
systemctl restart k3s`);
	await eventually(
		() => Promise.all([shell(`ls ${logFile} || true`), cluster.kubectl(["get", "nodes"])]).catch(() => [""]),
		([file]) => file !== "",
	);
	await eventually(
		() => nodesOf(cluster).catch((): ApiNode[] => []),
		(nodes) => nodes.length > 0 && nodes.every((node) => isSettled(node, restartedMs)),
	);
	let from = 0;
	const lines = async () => (await shell(`cat ${logFile}`)).split("\n").filter((line) => line !== "");
	return {
		read: async () => (await lines()).slice(from).map(audited),
		mark: async () => {
			from = (await lines()).length;
		},
	};
}

interface ApiNode {
	readonly metadata: { readonly name: string };
	readonly spec: { readonly taints?: readonly unknown[] };
	readonly status: {
		readonly conditions: readonly { type: string; status: string; lastHeartbeatTime: string }[];
	};
}

const nodesOf = async (cluster: DrivenCluster): Promise<ApiNode[]> =>
	(JSON.parse(await cluster.kubectl(["get", "nodes", "-o", "json"])) as { items: ApiNode[] }).items;

/** The kubelet that was restarted says at first that it is not Ready, and is tainted for some seconds. */
function isSettled({ metadata, spec, status }: ApiNode, restartedMs: number): boolean {
	const ready = status.conditions.find(({ type }) => type === "Ready");
	const isNews = metadata.name !== "near" || Date.parse(ready?.lastHeartbeatTime ?? "") >= restartedMs;
	return ready?.status === "True" && isNews && (spec.taints ?? []).length === 0;
}

interface AuditEvent {
	readonly user?: { readonly username?: string };
	readonly verb: string;
	readonly requestURI: string;
	readonly userAgent?: string;
	readonly requestReceivedTimestamp: string;
	readonly responseStatus?: { readonly code?: number };
	readonly objectRef?: { readonly resource?: string; readonly namespace?: string; readonly name?: string };
}

function audited(line: string): Audited {
	const {
		user: { username: user = "" } = {},
		verb,
		requestURI,
		userAgent = "",
		requestReceivedTimestamp,
		responseStatus,
		objectRef,
	} = JSON.parse(line) as AuditEvent;
	const { resource, namespace, name = "" } = objectRef ?? {};
	const what =
		resource === undefined
			? requestURI
			: `${resource} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
	return {
		user,
		verb,
		uri: requestURI,
		userAgent,
		code: responseStatus?.code ?? 0,
		at: requestReceivedTimestamp,
		what: what.trimEnd(),
	};
}

const isWriting = new Set(["create", "update", "patch", "delete", "deletecollection"]);
/** By which a run keeps others away and looks at a cluster, as settled: no writes to anything of the installation. */
const isOperation =
	/^(leases|selfsubject|subjectaccess|pods localdns-|configmaps localdns-|jobs localdns-|namespaces localdns-)/;

/** What changed something that belongs to the installation: no dry runs, and not the means of an operation. */
export const writesOf = (requests: readonly Audited[]): string[] =>
	requests
		.filter(
			({ verb, uri, what }) => isWriting.has(verb) && !uri.includes("dryRun=") && !isOperation.test(what),
		)
		.map(({ verb, what }) => `${verb} ${what}`);
