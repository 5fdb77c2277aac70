import type { englishPrediction } from "./en-prediction.ts";

/** What a lab foretold beside what came, in Simplified Chinese. */
export const chinesePrediction: typeof englishPrediction = {
	title: (prediction, outcome) => `localdns bench · 预测 ${prediction} → 实测 ${outcome}`,
	foretold: "预测",
	measured: "实测",
	difference: "差值",
	doubt: "存疑",
	lab: (id, at, link) => `实验环境运行 ${id} · ${at} · 链路 ${link}`,
	from: (arm, node, id, at) => `取自运行 ${id} 中节点 ${node} 的 ${arm} · ${at}`,
	cluster: (id, at, node) => `运行 ${id} · ${at} · 节点 ${node}`,
	failed: "失败",
	change: "缓存带来的变化",
	agreement: "是否相符",
	agrees: "相符",
	disagrees: "不符",
	notJudged: "不作评判",
	runs: "数据来源",
	basis: "链路的依据",
	methodTitle: "预测意味着什么",
	method: [
		[
			"实验环境",
			"中服务器是真实的，链路是模拟的：往返时间、抖动、丢包、成串丢包和断链均取自某一节点上某一方案的数据包。预测只适用于这条链路以及实验中的域名和速率，不代表集群的负载。",
		],
		[
			"相符",
			"对失败率而言，指差值的 95% 置信区间包含 0；对耗时而言，指两者的区间重叠。两者都接近各自探针下限（带 *）的耗时真实值可能更短，不判为不符。两次测量都是抽样，数值不必相等；测得越短，越容易相符。",
		],
		["不作评判", "的是无效测量的数据，或不计入的节点的数据：探针延迟过大或得不到 CPU 时，测到的是它自己。"],
	],
};
