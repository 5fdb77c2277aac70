import { describe, expect, it } from "vitest";
import { plugin } from "../../src/corefile/ast.ts";
import { printCorefile } from "../../src/corefile/print.ts";

describe("a printed Corefile", () => {
	it("has a line per plugin, nested options and comments above what they belong to", () => {
		const text = printCorefile({
			blocks: [
				{
					comments: ["names of the cluster"],
					keys: ["cluster.local:53", "in-addr.arpa:53"],
					plugins: [
						plugin("errors", [], [["consolidate", "30s", ".* i/o timeout$"]], ["few lines in an outage"]),
						{ ...plugin("outer"), options: [{ ...plugin("middle", ["x"]), options: [plugin("inner")] }] },
					],
				},
				{ comments: [], keys: [".:53"], plugins: [plugin("cache", [30])] },
			],
		});
		expect(text).toBe(`# names of the cluster
cluster.local:53 in-addr.arpa:53 {
    # few lines in an outage
    errors {
        consolidate 30s ".* i/o timeout$"
    }
    outer {
        middle x {
            inner
        }
    }
}
.:53 {
    cache 30
}
`);
	});

	it("keeps a comment with a line break a comment", () => {
		const text = printCorefile({ blocks: [{ comments: ["one\ntwo {", ""], keys: ["."], plugins: [] }] });
		expect(text).toBe("# one\n# two {\n#\n. {\n}\n");
	});

	it("prints nothing for no blocks", () => {
		expect(printCorefile({ blocks: [] })).toBe("");
	});
});
