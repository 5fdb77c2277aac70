import { expect, it } from "vitest";
import { clusterNodes } from "../../../src/cluster/cluster-nodes.ts";
import { unitFile } from "../../../src/cluster/node/unit-files.ts";
import { parseEnvironmentFile, parseUnitFile } from "../../../src/cluster/systemd/unit-file.ts";

it("reads the unit that K3s' install script writes", () => {
	const [, agent] = clusterNodes(2);
	expect(parseUnitFile(unitFile(agent as NonNullable<typeof agent>, "100.64.0.1", false))).toEqual({
		execStart: ["/usr/local/bin/k3s", "agent", "--server", "https://100.64.0.1:6443", "--token", "lab"],
		environment: {},
		environmentFiles: [
			"-/etc/default/%N",
			"-/etc/sysconfig/%N",
			"-/etc/systemd/system/k3s-agent.service.env",
		],
		restartSeconds: 5,
		notifies: true,
	});
});

it("reads variables with and without quotes, and passes over comments", () => {
	expect(
		parseEnvironmentFile("# note\n\nK3S_URL='https://x=y'\nK3S_TOKEN=\"a b\"\nEMPTY=\n;other\n"),
	).toEqual({
		K3S_URL: "https://x=y",
		K3S_TOKEN: "a b",
		EMPTY: "",
	});
});
