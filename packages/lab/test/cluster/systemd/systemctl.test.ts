import { expect, it } from "vitest";
import { systemctl } from "../../../src/cluster/systemd/systemctl.ts";
import { systemdRun } from "../../../src/cluster/systemd/systemd-run.ts";
import { Unit } from "../../../src/cluster/systemd/unit.ts";

const unit = new Unit("k3s.service");
const ask = (...argv: string[]) => systemctl(argv, (name) => (name.startsWith("k3s-x") ? undefined : unit));

it("answers in systemd's words and exit codes", async () => {
	expect(await ask("is-active", "k3s")).toEqual({ code: 3, stdout: "inactive\n", stderr: "" });
	expect(await ask("is-active", "-q", "k3s")).toEqual({ code: 3, stdout: "", stderr: "" });
	expect(await ask("show", "k3s", "-p", "ActiveState,SubState", "--value")).toMatchObject({
		code: 0,
		stdout: "inactive\ndead\n",
	});
	expect(await ask("show", "-p", "LoadState", "k3s-x")).toMatchObject({ stdout: "LoadState=not-found\n" });
	expect(await ask("restart", "k3s-x")).toMatchObject({
		code: 5,
		stderr: "Failed to start k3s-x.service: Unit k3s-x.service not found.\n",
	});
	expect(await ask("daemon-reload")).toMatchObject({ code: 0, stdout: "" });
	expect(await ask("dance", "k3s")).toMatchObject({ code: 1, stderr: "Unknown command verb 'dance'.\n" });
	expect(await ask("restart")).toMatchObject({ code: 1, stderr: "Too few arguments.\n" });
	expect((await ask("restart", "--wherever", "k3s")).stderr).toContain("--wherever");
});

it("tells a command of systemd-run from its options, and refuses what it does not know", () => {
	expect(systemdRun([])).toMatchObject({ code: 1, stderr: "Command line to execute required.\n" });
	expect(systemdRun(["--on-active=soon", "true"])).toMatchObject({
		code: 1,
		stderr: "Failed to parse timer value: soon\n",
	});
	expect(systemdRun(["--wherever", "true"]).stderr).toContain("--wherever");
	const later = systemdRun(["--collect", "--unit", "turn", "--on-active=1h", "--", "sh", "-c", "true"]);
	expect(later).toMatchObject({ code: 1, stderr: "Failed to parse timer value: 1h\n" });
});
