import type { Markup } from "../markup.ts";

/**
 * The look of the page. Colours of the arms are Okabe and Ito's, darkened for text on white and lightened
 * for text on black; nothing is told by colour alone.
 */
export const pageStyle: Markup = {
	text: `
:root{color-scheme:light dark;
--paper:#fcfcfb;--card:#fff;--ink:#1a1d21;--soft:#59616c;--rule:#e2e4e7;--wash:#f1f2f4;--accent:#2b5c8a;
--good:#00704f;--bad:#b3261e;--unsure:#805b00;--good-wash:#e2f3ec;--bad-wash:#fbe9e7;--unsure-wash:#fbf1d9;
--arm-0:#b84a00;--arm-1:#0068a8;--arm-2:#007f5c;--arm-3:#a4467f;--arm-4:#876300;--arm-5:#4b5563;
--timeout:#23262b;--late:#e08a00;--error:#0072b2;--wrong:#c2307f;--unsent:#56a5d6;--stale:#00916a;
--heat-0:#eef0f1;--heat-1:#fbe0cb;--heat-2:#f5ba8c;--heat-3:#e88b4c;--heat-4:#c95a17;--heat-5:#8a3300;--hatch:#c9cdd2}
@media (prefers-color-scheme:dark){:root{
--paper:#131518;--card:#191c20;--ink:#e7e9ec;--soft:#9ba4af;--rule:#2b2f35;--wash:#202429;--accent:#8cbce8;
--good:#4fd0a2;--bad:#ff8f85;--unsure:#e8bd57;--good-wash:#12302a;--bad-wash:#3a1d1b;--unsure-wash:#322811;
--arm-0:#f28c4a;--arm-1:#5ab2ef;--arm-2:#35c79b;--arm-3:#e495c6;--arm-4:#e5b648;--arm-5:#b8c0ca;
--timeout:#f0f2f4;--late:#f0a83a;--error:#58a9e0;--wrong:#f07fb8;--unsent:#9fd0f0;--stale:#35c79b;
--heat-0:#22262b;--heat-1:#4a3020;--heat-2:#7a4621;--heat-3:#b0611f;--heat-4:#e58a3f;--heat-5:#ffc48f;--hatch:#4a5058}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:1144px;margin:0 auto;padding:40px 32px 72px}
h1,h2,h3,p,ul,dl,figure,table{margin:0;padding:0}
h1{font-size:clamp(25px,3.6vw,38px);line-height:1.18;letter-spacing:-.018em;font-weight:650;max-width:26em;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:25px;line-height:1.25;letter-spacing:-.012em;font-weight:650}
h3{font-size:16px;line-height:1.35;font-weight:650}
a{color:var(--accent)}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.eyebrow{color:var(--soft);font-size:14px;margin-bottom:14px}
.lead-in{color:var(--soft);max-width:74ch;margin-top:6px}
.facts{color:var(--soft);font-size:14px;margin-top:4px}
section{margin-top:64px}
.pill{display:inline-block;border-radius:99px;padding:2px 11px;font-size:14px;line-height:1.5;font-weight:600;white-space:nowrap;background:var(--wash);color:var(--soft)}
.pill.better{background:var(--good-wash);color:var(--good)}
.pill.worse,.pill.invalid{background:var(--bad-wash);color:var(--bad)}
.pill.inconclusive{background:var(--unsure-wash);color:var(--unsure)}
.hero>.pill{font-size:15px;padding:4px 14px;margin-bottom:14px}
.validity{margin-top:18px;font-size:14px;color:var(--soft);display:flex;flex-wrap:wrap;gap:4px 18px}
.validity b{color:var(--good);font-weight:600}
.alarm{margin-top:24px;padding:16px 20px;border-radius:8px;background:var(--bad-wash)}
.alarm b{color:var(--bad)}
.alarm ul{padding-left:20px;margin-top:4px}
.tiles{display:grid;grid-template-columns:repeat(3,1fr);gap:1px;margin-top:32px;background:var(--rule);border:1px solid var(--rule);border-radius:10px;overflow:hidden}
.tile{background:var(--card);padding:18px 22px 20px}
.tile h3{color:var(--soft);font-weight:500;font-size:14px}
.pair{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;margin-top:8px}
.pair .value{font-size:29px;line-height:1.15;font-weight:650;letter-spacing:-.02em;white-space:nowrap}
.pair .arrow{color:var(--soft);font-size:20px}
.tile .who{display:flex;flex-wrap:wrap;gap:0 14px;font-size:13px;margin-top:6px;color:var(--soft)}
.arm{font-weight:600;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th{text-align:left;font-weight:500;color:var(--soft);vertical-align:bottom}
td,th{padding:9px 24px 9px 0;border-bottom:1px solid var(--rule);vertical-align:top}
td:last-child,th:last-child{padding-right:0}
tbody tr:last-child>*{border-bottom:0}
.arms{margin-top:22px;border-top:2px solid var(--ink)}
.arms td{padding-top:13px;padding-bottom:13px}
.arms th .sub{max-width:17em}
.arms .big{font-size:20px;line-height:1.2;font-weight:650;letter-spacing:-.01em;white-space:nowrap}
.sub{display:block;color:var(--soft);font-size:13px;font-weight:400;letter-spacing:0}
.arms .rate{max-width:13em}
.nowrap{white-space:nowrap}
.nodes{margin-top:14px}
.nodes th[scope=rowgroup]{color:var(--ink);font-weight:600;overflow-wrap:anywhere;min-width:9em}
.nodes td,.nodes th,.facts-table td,.facts-table th{padding:6px 20px 6px 0}
.nodes tbody tr:not(:last-child)>td{border-bottom-color:transparent}
.nodes tbody tr:last-child>*,.nodes tbody th{border-bottom:1px solid var(--rule)}
.nodes tbody:last-child tr:last-child>*,.nodes tbody:last-child th{border-bottom:0}
.shifts tbody tr:last-child>td{padding-bottom:12px}
.apart{margin-top:28px}
.soft{color:var(--soft);font-size:13px}
.facts-table{margin-top:14px}
.facts-table td,.facts-table th{white-space:nowrap}
.facts-table td:last-child{white-space:normal}
.nodes .arm{white-space:nowrap}
.facts-table .prose{display:block;min-width:14em;overflow-wrap:anywhere}
details .prose{display:block;white-space:normal;min-width:22em}
.glance{margin-top:36px}
.glance table{width:auto;min-width:min(100%,560px)}
.glance td,.glance th{padding:5px 32px 5px 0;line-height:1.5;vertical-align:middle}
.reasons{list-style:none;margin-top:18px;display:grid;gap:8px}
.reasons li{display:flex;gap:12px;align-items:baseline}
.reasons .pill{flex:none}
.figures{display:grid;grid-template-columns:1fr 1fr;gap:48px 40px;margin-top:36px}
.figures>p{grid-column:1/-1}
figure{grid-column:1/-1;min-width:0}
figure.half{grid-column:auto;display:grid;grid-template-rows:subgrid;grid-row:span 3;row-gap:0}
figcaption p{color:var(--soft);font-size:14px;max-width:92ch;margin-top:2px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13px;color:var(--soft);margin-top:8px}
.legend span{display:inline-flex;align-items:center;gap:7px}
.legend i{width:11px;height:11px;border-radius:2px;flex:none}
.legend i.is-timeout{background:var(--timeout)}.legend i.is-late{background:var(--late)}.legend i.is-error{background:var(--error)}.legend i.is-wrong{background:var(--wrong)}.legend i.is-unsent{background:var(--unsent)}.legend i.is-stale{background:var(--stale);height:5px;align-self:flex-end;margin-bottom:5px}
.legend i.is-lost{background:var(--late)}.legend i.is-udp{background:var(--arm-1)}.legend i.is-tcp{background:var(--arm-2)}
${[0, 1, 2, 3, 4, 5].map((step) => `.legend i.heat-${step}{background:var(--heat-${step})}svg .heat-${step}{fill:var(--heat-${step})}`).join("")}
.legend i.no-data{background:repeating-linear-gradient(45deg,var(--hatch) 0 2px,transparent 2px 4px)}
.flags{margin-top:8px;font-size:13px;color:var(--soft);padding-left:0;list-style:none;display:flex;flex-wrap:wrap;gap:2px 20px}
.flags b{color:var(--ink)}
details{margin-top:10px;font-size:14px}
summary{cursor:pointer;color:var(--accent);font-size:13px;width:fit-content}
details[open]>summary{margin-bottom:10px}
details .scroll{max-height:420px;overflow:auto;border:1px solid var(--rule);border-radius:8px;padding:4px 14px;background:var(--card)}
details td,details th{padding:5px 18px 5px 0;font-size:13px;white-space:nowrap}
pre{overflow:auto;max-height:420px;padding:14px;border:1px solid var(--rule);border-radius:8px;background:var(--card)}
.setting{display:grid;grid-template-columns:max-content 1fr;gap:8px 28px;margin-top:18px;font-size:15px}
.setting dt{color:var(--soft)}
.setting dd{margin:0;overflow-wrap:anywhere;min-width:0}
.method{columns:2;column-gap:48px;margin-top:18px;font-size:15px}
.method div{break-inside:avoid;margin-bottom:18px}
.method p{color:var(--soft)}
footer{margin-top:64px;padding-top:16px;border-top:1px solid var(--rule);color:var(--soft);font-size:13px;overflow-wrap:anywhere}
svg{display:block;width:100%;height:auto;margin-top:14px;overflow:visible;font-family:inherit}
figure.half svg{max-width:500px}
svg.whiskers{width:150px;margin:6px 0 0}
svg text{fill:var(--ink);font-size:13px}
svg .axis,svg .note{fill:var(--soft);font-size:12px}
svg .note{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
svg .mid{text-anchor:middle}svg .end{text-anchor:end}
svg .name{font-weight:600}
svg .plain{fill:var(--soft);font-weight:400}
svg .grid{stroke:var(--rule)}
svg .base,svg .tick{stroke:var(--soft);stroke-opacity:.6}
svg .mark{stroke:var(--soft);stroke-dasharray:2 3}
svg .flag{fill:var(--ink)}svg .flag-text{fill:var(--paper);font-size:11px;font-weight:600}
svg .diamond{fill:var(--accent);stroke:var(--paper)}
svg .line{fill:none;stroke-width:2.25;stroke-linejoin:round}
svg .band{fill-opacity:.16;stroke:none}
svg .lead{fill:none;stroke-width:1}
svg .lane{fill:var(--wash)}
svg .dark{fill:var(--ink);fill-opacity:.09}
svg .ticks{fill:none;stroke-width:1.4}
svg .no-data{fill:none;stroke:var(--hatch);stroke-dasharray:2 2}
svg .whisker{stroke-width:2}
svg .predicted{fill:var(--ink)}
svg .pooled{stroke:none}
${[0, 1, 2, 3, 4, 5].map((arm) => `.arm-${arm}{color:var(--arm-${arm})}svg .line.arm-${arm},svg .lead.arm-${arm},svg .whisker.arm-${arm}{stroke:var(--arm-${arm})}svg .band.arm-${arm},svg .name.arm-${arm},svg .pooled.arm-${arm},svg .estimate.arm-${arm}{fill:var(--arm-${arm})}`).join("")}
svg .line.arm-3{stroke-dasharray:7 3}svg .line.arm-4{stroke-dasharray:2 3}svg .line.arm-5{stroke-dasharray:8 3 2 3}
svg .is-timeout{stroke:var(--timeout)}svg .is-late{stroke:var(--late)}svg .is-error{stroke:var(--error)}svg .is-wrong{stroke:var(--wrong)}svg .is-unsent{stroke:var(--unsent)}svg .is-stale{stroke:var(--stale)}
svg .attempt.is-udp{fill:var(--arm-1)}svg .attempt.is-tcp{fill:var(--arm-2)}svg .attempt.is-lost{fill:var(--late);fill-opacity:.55}
svg.w380{display:none}
@media (max-width:760px){
main{padding:24px 16px 48px}
section{margin-top:48px}
.tiles{grid-template-columns:1fr}
.tile{padding:14px 16px}
.figures,.method{display:block;columns:auto}
figure.half{display:block}
figure{margin-top:36px}
svg.w1080{display:none}svg.w380{display:block;max-width:560px}
.nodes .delta{display:none}
.nodes td,.nodes th,.facts-table td,.facts-table th{padding-right:12px}
.setting{grid-template-columns:1fr;gap:0}
.setting dd{margin-bottom:12px}
.reasons li{display:block}.reasons .pill{margin-right:8px}
.shifts thead{display:none}
.shifts,.shifts tbody{display:block}
.shifts tr{display:grid;grid-template-columns:1fr 1fr;gap:4px 16px;padding:8px 0}
.nodes.shifts tbody tr>td,.nodes.shifts tbody tr>th{display:block;padding:0;border:0;white-space:normal}
.nodes.shifts tbody tr>th,.shifts td:not([data-label]){grid-column:1/-1}
.shifts td:not([data-label]){color:var(--ink)}
.nodes.shifts tbody tr>td:empty{display:none}
.shifts td[data-label]::before{content:attr(data-label);display:block;color:var(--soft);font-size:13px}
.shifts tbody{padding:8px 0;border-bottom:1px solid var(--rule)}
.arms thead{display:none}
.arms tr{display:grid;grid-template-columns:repeat(6,1fr);gap:10px 16px;padding:14px 0;border-bottom:1px solid var(--rule)}
.arms tr:last-child{border-bottom:0}
.arms td,.arms th{display:block;padding:0;border:0}
.arms td{grid-column:span 3}.arms td:nth-last-child(-n+3){grid-column:span 2}
.arms th[scope=row]{grid-column:1/-1}
.arms td[data-label]::before{content:attr(data-label);display:block;color:var(--soft);font-size:13px}
}
@media print{section{break-inside:avoid-page}details:not([open]){display:none}}
`,
};
