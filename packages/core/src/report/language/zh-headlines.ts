import type { Entry } from "./sentence-book.ts";

/** The sentence at the top: core/measure/analyse.ts, compare-runs.ts. */
export const headlines: Entry[] = [
	["No verdict: {doubt}", "不作结论：{doubt}"],
	["Nothing to compare: one arm alone has no verdict.", "无从比较：只有一个方案，没有结论。"],
	["The runs have no arm to compare.", "两次测量没有可以比较的方案。"],
	["{arm} is better than {baseline} on {where}: {rates}.", "在{where}上，{arm} 优于 {baseline}：{rates}。"],
	["{arm} is worse than {baseline} on {where}: {rates}.", "在{where}上，{arm} 差于 {baseline}：{rates}。"],
	[
		"{arm} is the same as {baseline} on {where}: {rates}.",
		"在{where}上，{arm} 与 {baseline} 相同：{rates}。",
	],
	[
		"{arm} is not detectably different from {baseline} on {where}: {rates}.",
		"在{where}上，未检出 {arm} 与 {baseline} 的差异：{rates}。",
	],
	[
		"{arm} against {baseline} on {workload} names: {reason}",
		"{arm} 与 {baseline}，{workload names}：{reason}",
	],
	[
		"{arm} against {baseline} on {workload} names on {fit} of {all} nodes: {reason}",
		"{arm} 与 {baseline}，{workload names}（{all} 个节点中的 {fit} 个）：{reason}",
	],
	[
		"{arm} on {workload} names, unpaired: {verdict}. {reason}",
		"{arm}，{workload names}，非配对：{verdict}。{reason}",
	],
	[
		"{arm} on {workload} names on {fit} of {all} nodes, unpaired: {verdict}. {reason}",
		"{arm}，{workload names}（{all} 个节点中的 {fit} 个），非配对：{verdict}。{reason}",
	],
	["{workload} names on {fit} of {all} nodes", "{workload names}（{all} 个节点中的 {fit} 个）"],
	["hot names", "热点域名"],
	["cold names", "冷域名"],
	["external names", "外部域名"],
	["fresh names", "新变域名"],
	["better", "更好"],
	["worse", "更差"],
	["same", "相同"],
	["no detectable difference", "未检出差异"],
	["inconclusive", "无法定论"],
	[
		"{arm} failed {rate} ({failed} of {all}), {baseline} failed {other} ({count} of {total}){rest}",
		"{arm} 失败 {rate}（{failed}/{all}），{baseline} 失败 {other}（{count}/{total}）{rest}",
	],
	[", typical time {ratio} [{notes}]", "，典型耗时 {ratio}（{notes}）"],
	[", typical time {ratio}", "，典型耗时 {ratio}"],
	[" [{notes}]", "（{notes}）"],
];

/** Comparison of two runs: core/measure/shift-verdict.ts, compare-runs.ts, common-nodes.ts. */
export const comparisons: Entry[] = [
	["The first run is not valid: {reason}", "第一次测量无效：{reason}"],
	["The second run is not valid: {reason}", "第二次测量无效：{reason}"],
	["The runs differ in their {what}: {one} and {two}.", "两次测量的{what}不同：{one} 与 {two}。"],
	["deadline (ms)", "时限（ms）"],
	["stub profile", " stub 配置"],
	["search list", " search 列表"],
	["link", "链路"],
	["nodes", "节点"],
	[
		"The runs have {count} of {all} nodes in common, half of them are the least.",
		"{all} 个节点中两次测量共有的只有 {count} 个，至少需要一半。",
	],
	["The runs have no workload in common.", "两次测量没有共同的域名类别。"],
	[
		"The runs have no {workload} name in common: the first asked {before}, the second {after}.",
		"两次测量没有共同的{workload names}：第一次查询了 {before}，第二次查询了 {after}。",
	],
	[
		"The runs did not ask quite the same {workload} names: {count} in common; only in the first: {before}; only in the second: {after}.",
		"两次测量查询的{workload names}不完全相同：共有 {count} 个；仅第一次：{before}；仅第二次：{after}。",
	],
	["names differ", "域名不同"],
	["none", "无"],
	["{some} and {count} more", "{some} 等，另有 {count} 个"],
	["the first run has no results of it", "第一次测量中没有它的结果"],
	["the second run has no results of it", "第二次测量中没有它的结果"],
	["it does not count in the first run: {why}", "它在第一次测量中不计入：{why}"],
	["it does not count in the second run: {why}", "它在第二次测量中不计入：{why}"],
	["The control {arm} was not seen to move ({rates}).", "未见对照 {arm} 有变化（{rates}）。"],
	[
		"The control {arm} moved too: {what}. What the change of the arm did cannot be told from that.",
		"对照 {arm} 也有变化：{what}。无法由此得知改动方案的作用。",
	],
	["The control {arm} moved too: {what}.", "对照 {arm} 也有变化：{what}。"],
	[
		"The runs share no baseline arm, so a change of the arm cannot be told from one of the world: measure the same baseline in both.",
		"两次测量没有共同的基线方案，无法区分是方案变了还是环境变了：请在两次测量中测同一基线。",
	],
	[
		"A run of fewer than {count} independent blocks of {length} s cannot show a difference: measure longer.",
		"少于 {count} 个（每个 {length} s）独立时间块的测量无法显示差异：请测得更久。",
	],
	["The runs differ by no more than matters: {rates}.", "两次测量的差异小到无关紧要：{rates}。"],
	["Failures and p99 moved in opposite directions: {rates}.", "失败率与 p99 的变化方向相反：{rates}。"],
	["{arm} moved, the control did not: {rates}.", "{arm} 有变化，对照没有：{rates}。"],
	["No difference between the runs was shown: {rates}.", "未显示两次测量之间的差异：{rates}。"],
	["failures {before} → {after}", "失败率 {before} → {after}"],
];

/** A prediction beside its outcome: core/measure/review-prediction.ts. */
export const predictions: Entry[] = [
	["The lab run is not valid: {reason}", "实验环境的测量无效：{reason}"],
	["The cluster run is not valid: {reason}", "集群的测量无效：{reason}"],
	["no reason is given", "未说明原因"],
	["Node {node} does not count in the cluster run: {why}", "节点 {node} 在集群的测量中不计入：{why}"],
	[
		"The lab was made after this very run: the direct arm agrees because it was fitted to it.",
		"实验环境正是按这次测量搭建的：direct 方案相符是因为链路据此拟合。",
	],
	[
		"The stubs differ: {lab} in the lab, {cluster} in the cluster, which asks otherwise.",
		"stub 不同：实验环境为 {lab}，集群为 {cluster}，两者的查询方式不一样。",
	],
	[
		"What the cache changes in failures on {workload} names of {node}: {foretold} foretold, {measured} measured; they agree within their intervals.",
		"缓存对 {node} 上{workload names}失败率的改变：预测 {foretold}，实测 {measured}；两者在区间内相符。",
	],
	[
		"What the cache changes in failures on {workload} names of {node}: {foretold} foretold, {measured} measured; they do not agree within their intervals.",
		"缓存对 {node} 上{workload names}失败率的改变：预测 {foretold}，实测 {measured}；两者在区间内不符。",
	],
	[
		"The cluster run has no cache to compare with; the direct arm on {workload} names of {node} is as foretold.",
		"集群的测量中没有可比较的缓存；{node} 上 direct 方案的{workload names}与预测相符。",
	],
	[
		"The cluster run has no cache to compare with; the direct arm on {workload} names of {node} is not as foretold.",
		"集群的测量中没有可比较的缓存；{node} 上 direct 方案的{workload names}与预测不符。",
	],
	[
		"Nothing to hold against each other on {node}: no workload in common.",
		"{node} 上无从对照：没有共同的域名类别。",
	],
	[
		"rtt {time}: median of {count} answered UDP exchanges, the server's own time in it",
		"往返时间 {time}：{count} 次有应答的 UDP 交互的中位数，含服务器自身耗时",
	],
	["jitter {time}: nine of ten lay between {low} and {high}", "抖动 {time}：九成介于 {low} 与 {high} 之间"],
	[
		"loss {share} each way: {lost} of {all} exchanges were not answered, taken as equal both ways",
		"单向丢包 {share}：{all} 次交互中 {lost} 次没有应答，视为双向相等",
	],
	["bursts: a lost packet told nothing of the next one", "成串丢包：前后丢包互不相关"],
	[
		"bursts of {time}: how fast losses stop telling of the next ones",
		"成串丢包 {time}：丢包之间的相关性消失所需的时间",
	],
	["blackouts: none of 3 s or more", "断链：没有 3 s 以上的"],
	[
		"blackouts: {count}, {time} together, in which at least {packets} packets in a row were lost",
		"断链：{count} 次，合计 {time}，其间至少连续丢失 {packets} 个包",
	],
	["Nothing to hold against each other on {node}: no arm in common.", "{node} 上无从对照：没有共同的方案。"],
];
