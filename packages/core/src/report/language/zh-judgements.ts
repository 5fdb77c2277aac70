import type { Entry } from "./sentence-book.ts";

/** Why a run or a node does not count: core/measure/validity.ts, fitness.ts. */
export const validity: Entry[] = [
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
	["Nothing that its probe asked counts.", "其探针所查询的内容均不计入。"],
	[
		"No cache was ready there, so it asked the cluster DNS alone.",
		"该节点上没有就绪的缓存，因此只查询了集群 DNS。",
	],
	[
		"The cache there counted no question during the run: what was asked of it did not reach it.",
		"该节点的缓存在运行期间没有计入任何查询：发给它的查询并未到达。",
	],
	[
		"The clock was set by {by} s at {at} s, so when this node asked what is not known.",
		"时钟在第 {at} s 被拨动 {by} s，因此无法得知此节点何时查询了什么。",
	],
];

/** Verdicts and their reasons: core/measure/verdict.ts, difference.ts, block-length.ts, predict.ts. */
export const verdicts: Entry[] = [
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
