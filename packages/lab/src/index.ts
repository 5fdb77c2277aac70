export { checkHost, type Missing, requireHost } from "./host/check-host.ts";
export { coreDnsVersionsOf, type Lab, type LabNames, type LabPod, openLab } from "./lab.ts";
export type { LabArm, LabOptions } from "./lab-options.ts";
export { type Blackout, parseBlackout } from "./link/blackout.ts";
export type { LinkProof } from "./link/proof.ts";
export { type LinkSpec, linkPresets, parseLinkSpec } from "./link/spec.ts";
export { enterSandbox, type SandboxCommand } from "./sandbox/enter.ts";
export { insideSandbox, sandboxSignals } from "./sandbox/inside.ts";
export { buildCoreDns, type CoreDnsVersion, coreDnsVersions, provideCoreDns } from "./servers/coredns.ts";
