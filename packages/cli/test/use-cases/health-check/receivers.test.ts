import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReceivers, receiversObject } from "../../../src/use-cases/health-check/receivers.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "localdns-receivers-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("addresses in a folder", () => {
	it("are read as a Secret is mounted, and those of flags go before them", () => {
		writeFileSync(join(folder, "webhook"), "https://hooks.example.org/t0ken\n");
		writeFileSync(join(folder, "pushgateway"), "http://gateway:9091");
		const webhook = "https://hooks.example.org/t0ken";
		expect(readReceivers({}, folder)).toEqual({
			receivers: { pushgateway: "http://gateway:9091", webhook },
			problems: [],
		});
		const given = { pushgateway: "http://other:9091" };
		expect(readReceivers(given, folder).receivers).toEqual({ ...given, webhook });
		expect(readReceivers(given, undefined)).toEqual({ receivers: given, problems: [] });
	});

	it("that are none are told of without their text, and the other one counts", () => {
		writeFileSync(join(folder, "webhook"), "t0ken");
		writeFileSync(join(folder, "pushgateway"), "http://gateway:9091");
		expect(readReceivers({}, folder)).toEqual({
			receivers: { pushgateway: "http://gateway:9091", webhook: undefined },
			problems: ["LDNS765: the webhook of --receivers is no URL"],
		});
	});

	it("that are not there are told of", () => {
		expect(readReceivers({}, folder).problems).toEqual([
			"LDNS765: --receivers has neither a file pushgateway nor a file webhook",
		]);
	});
});

describe("the Secret of addresses", () => {
	it("has a key for each, and is not made where there is none", () => {
		expect(receiversObject("space", { webhook: "https://h/ü" })).toMatchObject({
			metadata: { name: "localdns-health-receivers", namespace: "space" },
			data: { webhook: Buffer.from("https://h/ü").toString("base64") },
		});
		expect(receiversObject("space", {})).toBeUndefined();
	});
});
