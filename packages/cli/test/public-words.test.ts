import { describe, expect, it } from "vitest";
import { publicWords } from "../src/public-words.ts";

describe("a command line that is shown again", () => {
	it("has no address that may hold a secret, and all else", () => {
		const argv = [
			"health-check",
			"install",
			"--webhook",
			"https://h/t0ken",
			"--pushgateway=http://me:t0ken@p",
		];
		expect(publicWords([...argv, "--yes"])).toEqual([
			...["health-check", "install", "--webhook", "URL", "--pushgateway=URL", "--yes"],
		]);
	});
});
