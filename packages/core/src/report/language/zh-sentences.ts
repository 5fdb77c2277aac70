import { type Entry, sentenceBook } from "./sentence-book.ts";

/** Why a run or a node does not count: core/measure/validity.ts, fitness.ts. */
const validity: Entry[] = [
	[
		"The link was not as asked: {lost} of {sent} packets lost before the run, {expected} % expected.",
		"链路与设定不符：测量前 {sent} 个包中丢失 {lost} 个，预期 {expected} %。",
	],
	["The link was not as asked: it lost no packet in bursts.", "链路与设定不符：没有成串丢包。"],
	[
		"The link was not as asked: median round trip {seen} ms instead of {asked} ms.",
		"链路与设定不符：往返中位数为 {seen} ms，而非 {asked} ms。",
	],
	["UDP was not blocked as asked: packets went the direct way.", "UDP 未按设定被阻断：仍有包走直连路径。"],
	["The blackout took no packet: it was not in force.", "断链没有丢弃任何包：它未生效。"],
	[
		"Only {fit} of {planned} nodes count, half of them are the least. {node}: {why}",
		"{planned} 个节点中只有 {fit} 个计入，至少需要一半。{node}：{why}",
	],
	[
		"Only {fit} of {planned} nodes count, half of them are the least.",
		"{planned} 个节点中只有 {fit} 个计入，至少需要一半。",
	],
	["The probe's own floor was not measured.", "未测得探针自身的下限。"],
	[
		"Only {measured} of {planned} planned resolutions were recorded.",
		"计划的 {planned} 次解析中只记录到 {measured} 次。",
	],
	[
		"Too few resolutions: {count} of {workload} names by {arm}, {least} are the least.",
		"解析次数太少：{arm} 对{workload names}仅 {count} 次，至少需要 {least} 次。",
	],
	[
		"The probe was late: 1 % of its questions left more than {late} ms after their time (limit {limit} ms).",
		"探针延迟过大：1 % 的查询比计划晚发出 {late} ms 以上（上限 {limit} ms）。",
	],
	[
		"The probe missed {faults} of {slots} slots (limit 1 %).",
		"探针错过了 {slots} 个时点中的 {faults} 个（上限 1 %）。",
	],
	[
		"The probe was throttled: the kernel kept it from the CPU in {periods} periods, {time} s together (limit 1 for every 100 of its {count} resolutions).",
		"探针被限流：内核在 {periods} 个周期内不给它 CPU，合计 {time} s（上限为其 {count} 次解析的每 100 次 1 个周期）。",
	],
	[
		"The clock was set by {by} s at {at} s, so when this node asked what is not known.",
		"时钟在第 {at} s 被拨动 {by} s，因此无法得知此节点何时查询了什么。",
	],
];

/** Verdicts and their reasons: core/measure/verdict.ts, difference.ts, block-length.ts, predict.ts. */
const verdicts: Entry[] = [
	[
		"{count} independent blocks of time cannot show a difference, {least} are the least: measure for {time}.",
		"{count} 个独立的时间块不足以显示差异，至少需要 {least} 个：请测量 {time}。",
	],
	[
		"{arm} and {baseline} differ by no more than matters: {size}.",
		"{arm} 与 {baseline} 的差异小到无关紧要：{size}。",
	],
	[
		"{arm} is better in {better} but worse in {worse}: failures {size}.",
		"{arm} 的{better}更好，但{worse}更差：失败率之差 {size}。",
	],
	["{arm} is better in {what}: failures {size}.", "{arm} 的{what}更好：失败率之差 {size}。"],
	["{arm} is worse in {what}: failures {size}.", "{arm} 的{what}更差：失败率之差 {size}。"],
	[
		"failures {delta} (95% interval {low} to {high}), p99 {p99} for {arm}, {basis} for {baseline}",
		"失败率之差 {delta}（95% 置信区间 {low} 至 {high}），p99 {arm} {p99}，{baseline} {basis}",
	],
	[
		"{delta} (95% interval {low} to {high}), p99 {p99} for {arm}, {basis} for {baseline}",
		"{delta}（95% 置信区间 {low} 至 {high}），p99 {arm} {p99}，{baseline} {basis}",
	],
	["p99 {p99} for {arm}, {basis} for {baseline}", "{arm} {p99}，{baseline} {basis}"],
	["not known (too few resolutions)", "未知（解析次数太少）"],
	["beyond {time}", "超过 {time}"],
	["failures", "失败率"],
	["failures and p99", "失败率与 p99 "],
	["p99", " p99 "],
	[
		"The difference of {delta} rests on {count} block of time, {least} are the least: {remedy}.",
		"{delta} 的差异只出自 {count} 个时间块，至少需要 {least} 个：请{remedy}。",
	],
	[
		"The difference of {delta} rests on {count} blocks of time, {least} are the least: {remedy}.",
		"{delta} 的差异只出自 {count} 个时间块，至少需要 {least} 个：请{remedy}。",
	],
	["impose {count} blackouts or measure for {time}", "设置 {count} 次断链，或测量 {time}"],
	["measure for {time}", "测量 {time}"],
	[
		"No difference was shown; one of {size} in failures would have been seen four times out of five.",
		"未显示差异；失败率若相差 {size}，五次中有四次能够检出。",
	],
	["few episodes", "故障时段较少"],
	["size uncertain", "幅度不确定"],
	["one imposed blackout is one episode", "设置的一次断链即一个故障时段"],
	["{count} imposed blackouts are {episodes} episodes", "设置的 {count} 次断链即 {episodes} 个故障时段"],
	["interrupted", "已中断"],
	["unpaired", "非配对"],
	[
		"windows of {length}, of which neighbours tell nothing about each other{rest}",
		"以 {length} 为窗口，相邻窗口互不相关{rest}",
	],
	[
		"windows of {length}, because in shorter ones failures carried over from one to the next{rest}",
		"以 {length} 为窗口，因为更短的窗口中失败会延续到下一个{rest}",
	],
	["; {count} boundaries crossed by a stall were dropped{rest}", "；去掉了停顿所跨越的 {count} 处边界{rest}"],
	["; each imposed blackout lies within one block", "；每次设置的断链都在一个时间块内"],
];

/** The sentence at the top: core/measure/analyse.ts, compare-runs.ts. */
const headlines: Entry[] = [
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
const comparisons: Entry[] = [
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

/** What became of nodes and links in a cluster: cli/use-cases/{measure-nodes,cluster-bench,watch-links}, core/tailscale, core/cluster. */
const nodes: Entry[] = [
	["no pod could be made there: {why}", "无法在该节点创建 Pod：{why}"],
	["its pod was deleted by someone before its end", "它的 Pod 在结束前被人删除"],
	["its pod was deleted by someone", "它的 Pod 被人删除"],
	["its pod was not seen", "未见到它的 Pod"],
	["its pod waits: {why}", "它的 Pod 处于等待：{why}"],
	["its pod was ended by its node: {why}", "它的 Pod 被节点终止：{why}"],
	["its pod was ended: {why}", "它的 Pod 被终止：{why}"],
	["its probe ended at once ({exit}): {why}", "探针一启动就退出（{exit}）：{why}"],
	["its probe ended at once ({exit})", "探针一启动就退出（{exit}）"],
	["its probe runs, and says nothing", "探针在运行，但没有输出"],
	["its log cannot be read: {why}", "无法读取它的日志：{why}"],
	["the rest of its log could not be read: {why}", "无法读取它的其余日志：{why}"],
	[
		"chunks {chunks} of its log are lost, as when a kubelet puts a new file in a log's place",
		"日志的第 {chunks} 段丢失，例如 kubelet 轮转日志时",
	],
	["its node was removed from the cluster", "节点已被移出集群"],
	["its node does not answer: {why}", "节点没有响应：{why}"],
	["it did not stop in time", "它没有及时停止"],
	["its probe did not come to its end in time", "探针没有按时结束"],
	["its probe was killed for lack of memory ({why})", "探针因内存不足被终止（{why}）"],
	["its probe was killed ({why})", "探针被终止（{why}）"],
	["its probe ended early ({why})", "探针提前退出（{why}）"],
	[
		"its clock is {time} ahead of the cluster's, so that it began as much too early",
		"它的时钟比集群快 {time}，因此提前了同样多开始",
	],
	[
		"its clock is {time} behind the cluster's, so that it began as much too late",
		"它的时钟比集群慢 {time}，因此推迟了同样多开始",
	],
	["it began {time} after the others", "它比其他节点晚 {time} 开始"],
	["the run ended before it began", "它开始之前测量已结束"],
	["it said nothing", "它没有任何输出"],
	["It is not Ready: {why}", "节点不是 Ready：{why}"],
	["the clock was set forward by {by}", "时钟被向前拨了 {by}"],
	["the clock was set back by {by}", "时钟被向后拨了 {by}"],
	["joined while the run went on, and was not measured", "测量期间加入集群，未被测量"],
	["{name} {became}: its answers are not judged by their content", "{name} {became}：不按内容评判它的应答"],
	["nothing came back from {to} any more ({from} before)", "再也收不到 {to} 的回应（之前为 {from}）"],
	["the way to {to} changed from {from} to {next}", "到 {to} 的路径由 {from} 变为 {next}"],
	["the way to {to} changed {count} times more until the end", "到 {to} 的路径直到结束又变化了 {count} 次"],
	["no tailscaled is there (it has no socket)", "该节点没有 tailscaled（没有套接字）"],
	["tailscaled does not answer: {why}", "tailscaled 没有响应：{why}"],
	["tailscaled answers again", "tailscaled 恢复响应"],
	["tailscaled was started again", "tailscaled 重启过"],
	["tailscaled does not ping {to}: {why}", "tailscaled 不能 ping {to}：{why}"],
	[
		"its clock is at least {time} ahead of the cluster's, and so are the times of its link",
		"它的时钟至少比集群快 {time}，其链路事件的时刻也同样偏快",
	],
	[
		"its clock is at least {time} behind the cluster's, and so are the times of its link",
		"它的时钟至少比集群慢 {time}，其链路事件的时刻也同样偏慢",
	],
	["its watch was refused: {why}", "对它的观察被拒绝：{why}"],
	["its watch was turned away: {why}", "观察它的 Pod 未被节点接受：{why}"],
	["its watch ended ({why})", "对它的观察已结束（{why}）"],
	["its watch waits: {why}", "对它的观察处于等待：{why}"],
	["its watch has not begun", "对它的观察尚未开始"],
	["its watch was not begun", "没有开始观察它"],
	["its watch said nothing", "对它的观察没有任何输出"],
	["the log of its watch could not be read: {why}", "无法读取观察它的日志：{why}"],
	["the pod that was to watch it said nothing", "负责观察它的 Pod 没有任何输出"],
	["tailscaled is in state {state}", "tailscaled 处于 {state} 状态"],
	["{count} line of its watch missing", "观察记录缺少 {count} 行"],
	["{count} lines of its watch missing", "观察记录缺少 {count} 行"],
	[
		"the cache was started again since its counters were read before; they count from zero",
		"上次读取计数之后缓存重启过，计数从零开始",
	],
	["it was started again during the run", "测量期间重启过"],
	["over the link", "跨链路"],
	["beside the cluster DNS", "与集群 DNS 同节点"],
	["its metrics were not read", "未读取它的指标"],
	["its metrics could be read only once: {why}", "它的指标只能读取一次：{why}"],
	["its metrics could be read only once", "它的指标只能读取一次"],
];

/** Changes of the lab's names: lab/servers. */
const changes: Entry[] = [
	["{name} appears with {address}", "{name} 出现，地址 {address}"],
	["{name} moves from {before} to {after}", "{name} 由 {before} 变为 {after}"],
	["{name} vanishes", "{name} 消失"],
];

/** Several sentences in one. */
const lists: Entry[] = [["{one}; {others}", "{one}；{others}"]];

const workloads = ["hot", "cold", "external", "fresh"];

/** `{workload names}` of a target is one of four words, which makes four templates of one. */
const expand = ([source, target]: Entry): Entry[] =>
	target.includes("{workload names}")
		? workloads.map(
				(name): Entry => [
					source.replace("{workload}", name),
					target.replace("{workload names}", names[name] ?? name),
				],
			)
		: [[source, target]];

const names: Record<string, string> = {
	hot: "热点域名",
	cold: "冷域名",
	external: "外部域名",
	fresh: "新变域名",
};

/** A sentence of a run in Simplified Chinese; one that is not known stays as it is. */
export const chineseSentence = sentenceBook(
	[...validity, ...headlines, ...comparisons, ...verdicts, ...nodes, ...changes, ...lists].flatMap(expand),
);
