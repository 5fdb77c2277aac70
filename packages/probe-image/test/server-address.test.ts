import { describe, expect, it } from "vitest";
import { parseServerAddress } from "../src/server-address.ts";

describe("parseServerAddress", () => {
	it.each([
		["10.43.0.10", "10.43.0.10", 53],
		["127.0.0.1:5301", "127.0.0.1", 5301],
		["fd00:169:254:20::10", "fd00:169:254:20::10", 53],
		["[fd00::10]:5301", "fd00::10", 5301],
	])("reads %s", (text, host, port) => {
		expect(parseServerAddress(text)).toEqual({ text, host, port });
	});
});
