import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markup } from "../../src/report/markup.ts";

describe("markup", () => {
	it("escapes text and keeps markup", () => {
		const inner = markup`<b>${"a < b & c"}</b>`;
		expect(markup`<p title="${'"x"'}">${inner}${["'", inner]}${undefined}</p>`.text).toBe(
			`<p title="&quot;x&quot;"><b>a &lt; b &amp; c</b>&#39;<b>a &lt; b &amp; c</b></p>`,
		);
	});

	it("writes numbers with one decimal at most", () => {
		expect(markup`${12.3456} ${7} ${-0.04}`.text).toBe("12.3 7 0");
	});

	it("lets no text leave its place", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const written = markup`<i a="${text}">${text}</i>`.text;
				expect(written.match(/[<>"']/g)?.join("")).toBe('<"">' + "<>");
			}),
		);
	});
});
