import { reviewPrediction } from "@localdns/core/measure";
import { type BenchReport, languages } from "@localdns/core/report";
import { expect, it } from "vitest";
import { foretellingRun, outcomeRun } from "../../../core/test/report/foretold-runs.ts";
import { renderPrediction } from "../../src/presentation/prediction-view.ts";

function textOf(prediction: BenchReport, language = languages.en): string {
	const reviewed = reviewPrediction(prediction, outcomeRun(), "0.0.0");
	if (!reviewed.ok) throw new Error(reviewed.reason);
	return renderPrediction(reviewed.review, { color: false, width: 100, deadlineMs: 5000, language });
}
const lab = foretellingRun();
const late = { ...lab, validity: { ...lab.validity, valid: false, reasons: ["The probe was late."] } };

it("says of each figure whether it agrees, in the language of the table", () => {
	expect(textOf(lab)).toMatch(/^ {2}failed .* agrees$/m);
	const chinese = textOf(lab, languages.zh);
	expect(chinese).toMatch(/^ {2}失败 .* 相符$/m);
	expect(chinese).toMatch(/^缓存对 far 上热点域名失败率的改变：预测 .*；两者在区间内相符。$/m);
	expect(chinese).not.toMatch(/foretold|measured|agree/);
});

it("marks figures as not judged where the lab was late", () => {
	const text = textOf(late);
	expect(text).toMatch(/^doubt +The lab run is not valid: The probe was late\.$/m);
	expect(text).toMatch(/^ {2}p50 .* not judged$/m);
	expect(text).not.toMatch(/agree/);
	expect(textOf(late, languages.zh)).toMatch(/^存疑 +实验环境的测量无效：/m);
});
