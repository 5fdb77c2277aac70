import { LocaldnsError } from "@localdns/core";
import { describe, expect, it } from "vitest";
import type { Cluster } from "../../../src/ports/cluster.ts";
import { patientCluster } from "../../../src/use-cases/change/patient-cluster.ts";
import { hurryTime } from "../../hurried-time.ts";

hurryTime();

/** Answers with each of these in turn. */
function answering(...answers: ("LDNS601" | "LDNS604" | "LDNS702" | "v1")[]): Cluster {
	return {
		async serverVersion() {
			const answer = answers.shift() ?? "v1";
			if (answer !== "v1") throw new LocaldnsError(answer, "no");
			return answer;
		},
	} as Partial<Cluster> as Cluster;
}

describe("a patient cluster", () => {
	it("asks again while the API server is away and just after, and says so once", async () => {
		const said: string[] = [];
		const cluster = patientCluster(answering("LDNS601", "LDNS601", "LDNS604", "v1"), {
			onChange: (event) => said.push("text" in event ? (event.text ?? "") : ""),
		});
		expect(await cluster.serverVersion()).toBe("v1");
		expect(said).toEqual([
			"the API server does not answer (no); waiting",
			expect.stringMatching(/^the API server is back after \d s$/),
		]);
	});

	it("passes on at once what waiting does not change", async () => {
		const cluster = patientCluster(answering("LDNS702"), { onChange: () => {} });
		await expect(cluster.serverVersion()).rejects.toMatchObject({ code: "LDNS702" });
		const forbidden = patientCluster(answering("LDNS604"), { onChange: () => {} });
		await expect(forbidden.serverVersion()).rejects.toMatchObject({ code: "LDNS604" });
	});

	it("waits once for one outage where it is told to, and anew for the next one", async () => {
		const answers = ["LDNS601", "LDNS601", "LDNS601", "LDNS601", "v1", "LDNS601", "v1"] as const;
		const cluster = patientCluster(answering(...answers), {
			...{ onChange: () => {}, patienceMs: 500, waitsOnce: true },
		});
		const ask = () => cluster.serverVersion();
		await expect(ask()).rejects.toMatchObject({ code: "LDNS601" });
		const beganAt = performance.now();
		await expect(ask()).rejects.toMatchObject({ code: "LDNS601" });
		await expect(ask()).rejects.toMatchObject({ code: "LDNS601" });
		expect(performance.now() - beganAt).toBeLessThan(500);
		expect(await ask()).toBe("v1");
		expect(await ask()).toBe("v1");
	});

	it("gives up at the end of its patience", async () => {
		const away = patientCluster(answering("LDNS601", "LDNS601", "LDNS601"), {
			onChange: () => {},
			patienceMs: 1500,
		});
		await expect(away.serverVersion()).rejects.toMatchObject({ code: "LDNS601" });
	});
});
