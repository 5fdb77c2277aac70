import { describe, expect, it } from "vitest";
import { readPlainScalar } from "../../src/k3s/go-scalar.ts";

// Expected values were printed by yaml.v2 2.4.0 with wrangler's convert.ToString; the real tests ask them again.
describe("a plain scalar", () => {
	it.each([
		["yes", "true"],
		["Off", "false"],
		["n", "false"],
		["nO", "nO"],
		["0644", "420"],
		["0o17", "15"],
		["0x1F", "31"],
		["0b11", "3"],
		["-0b11", "-3"],
		["08", "8"],
		["0o", "0o"],
		["1_000", "1000"],
		["1:30", "1:30"],
		["2020-01-01", "2020-01-01"],
		["1.50", "1.5"],
		[".5", "0.5"],
		["1234567.5", "1.2345675e+06"],
		["999999.5", "999999.5"],
		["0.0001", "0.0001"],
		["0.00001", "1e-05"],
		["1e20", "1e+20"],
		["12e3", "12000"],
		["1e400", "1e400"],
		["-0.0", "-0"],
		["18446744073709551615", "18446744073709551615"],
		["18446744073709551616", "1.8446744073709552e+19"],
		["+18446744073709551615", "1.8446744073709552e+19"],
		["-9223372036854775809", "-9.223372036854776e+18"],
		[".inf", "+Inf"],
		[".NaN", "NaN"],
		["max-pods=200", "max-pods=200"],
	])("%s is %s to K3s", (source, text) => {
		expect(readPlainScalar(source)).toEqual({ text, isNull: false });
	});

	it("may be nothing", () => {
		for (const source of ["", "~", "null", "NULL"])
			expect(readPlainScalar(source)).toEqual({ text: "", isNull: true });
	});
});
