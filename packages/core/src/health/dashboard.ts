/** A panel's place on Grafana's grid of 24 columns. */
interface Place {
	readonly x: number;
	readonly y: number;
	readonly w: number;
	readonly h: number;
}

const source = { type: "prometheus", uid: "$datasource" } as const;

interface Query {
	readonly expr: string;
	readonly legend: string;
	/** @default false: a series over time */
	readonly table?: boolean;
}

/** Fields of every panel; its letters name the queries. */
const panel = (
	id: number,
	type: string,
	title: string,
	description: string,
	gridPos: Place,
	queries: readonly Query[],
) => ({
	id,
	type,
	title,
	description,
	gridPos,
	datasource: source,
	targets: queries.map(({ expr, legend, table = false }, index) => ({
		refId: String.fromCharCode(65 + index),
		datasource: source,
		expr,
		legendFormat: legend,
		...(table ? { instant: true, range: false, format: "table" } : {}),
	})),
});

const colours = (fine: string, broken: string) => [
	{
		type: "value",
		options: { "0": { text: fine, color: "green", index: 0 }, "1": { text: broken, color: "red", index: 1 } },
	},
];

const lines = (unit: string, isLogarithmic = false) => ({
	fieldConfig: {
		defaults: {
			unit,
			custom: {
				drawStyle: "line",
				lineInterpolation: "stepAfter",
				showPoints: "auto",
				...(isLogarithmic ? { scaleDistribution: { type: "log", log: 10 } } : {}),
			},
		},
		overrides: [],
	},
	options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
});

/** A Grafana dashboard over what a health check pushes, for import as JSON. */
export const grafanaDashboard = () => ({
	title: "localdns health check",
	uid: "localdns-health",
	tags: ["dns", "localdns"],
	timezone: "browser",
	schemaVersion: 39,
	version: 1,
	editable: true,
	refresh: "1m",
	time: { from: "now-24h", to: "now" },
	templating: {
		list: [
			{
				name: "datasource",
				type: "datasource",
				query: "prometheus",
				label: "Data source",
				hide: 0,
				current: {},
			},
			{
				name: "node",
				type: "query",
				label: "Node",
				datasource: source,
				query: { query: "label_values(localdns_health_node_failure_ratio, node)", refId: "node" },
				multi: true,
				includeAll: true,
				refresh: 2,
				current: {},
			},
		],
	},
	annotations: { list: [] },
	panels: [
		{
			...panel(1, "stat", "Alarm", "Several of the last runs were breaches.", { x: 0, y: 0, w: 4, h: 5 }, [
				{ expr: "localdns_health_alarm", legend: "" },
			]),
			fieldConfig: { defaults: { mappings: colours("none", "alarm") }, overrides: [] },
			options: { colorMode: "background", reduceOptions: { calcs: ["lastNotNull"] } },
		},
		{
			...panel(2, "stat", "Last run", "Time since the last run ended.", { x: 4, y: 0, w: 4, h: 5 }, [
				{ expr: "time() - localdns_health_last_run_timestamp_seconds", legend: "" },
			]),
			fieldConfig: { defaults: { unit: "s" }, overrides: [] },
			options: { reduceOptions: { calcs: ["lastNotNull"] } },
		},
		{
			...panel(3, "stat", "Nodes", "What the last run could make of them.", { x: 8, y: 0, w: 6, h: 5 }, [
				{ expr: "localdns_health_nodes", legend: "{{state}}" },
			]),
			fieldConfig: { defaults: {}, overrides: [] },
			options: { reduceOptions: { calcs: ["lastNotNull"] } },
		},
		{
			...panel(4, "state-timeline", "Verdict", "Of each run.", { x: 14, y: 0, w: 10, h: 5 }, [
				{ expr: 'localdns_health_verdict{verdict="breach"}', legend: "breach" },
				{ expr: 'localdns_health_verdict{verdict="unproven"}', legend: "unproven" },
			]),
			fieldConfig: { defaults: { mappings: colours("no", "yes") }, overrides: [] },
			options: { showValue: "never" },
		},
		{
			...panel(
				5,
				"timeseries",
				"Failed resolutions",
				"Share of a run without a right answer in time, the 95 % interval that its verdict stands on (at times that of several runs), and what the SLO allows.",
				{ x: 0, y: 5, w: 12, h: 9 },
				[
					{ expr: "localdns_health_failure_ratio", legend: "failed" },
					{ expr: "localdns_health_failure_ratio_low", legend: "lower end" },
					{ expr: "localdns_health_failure_ratio_high", legend: "upper end" },
					{ expr: "localdns_health_failure_ratio_objective", legend: "SLO" },
				],
			),
			...lines("percentunit"),
		},
		{
			...panel(
				6,
				"timeseries",
				"Time of a resolution",
				"A gap where the quantile lies among the failed.",
				{ x: 12, y: 5, w: 12, h: 9 },
				[
					{ expr: "localdns_health_latency_p50_seconds", legend: "p50" },
					{ expr: "localdns_health_latency_p99_seconds < +Inf", legend: "p99" },
					{ expr: "localdns_health_latency_objective_seconds", legend: "SLO {{objective}}" },
				],
			),
			...lines("s", true),
		},
		{
			...panel(7, "timeseries", "Failed resolutions by node", "", { x: 0, y: 14, w: 12, h: 9 }, [
				{ expr: 'localdns_health_node_failure_ratio{node=~"$node"}', legend: "{{node}}" },
			]),
			...lines("percentunit"),
		},
		{
			...panel(
				8,
				"timeseries",
				"99th percentile by node",
				"A gap where it lies among the failed.",
				{ x: 12, y: 14, w: 12, h: 9 },
				[{ expr: 'localdns_health_node_latency_p99_seconds{node=~"$node"} < +Inf', legend: "{{node}}" }],
			),
			...lines("s", true),
		},
		{
			...panel(9, "table", "Worst nodes", "Of the last run.", { x: 0, y: 23, w: 24, h: 8 }, [
				{ expr: "topk(20, localdns_health_node_failure_ratio > 0)", legend: "", table: true },
			]),
			fieldConfig: { defaults: { unit: "percentunit" }, overrides: [] },
			options: { showHeader: true },
		},
	],
});
