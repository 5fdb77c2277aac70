import { containersOf, type PodSpec } from "./pod-shapes.ts";

/** Volume types that *restricted* allows. */
const volumeTypes = [
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"persistentVolumeClaim",
	"projected",
	"secret",
];

/**
 * What in a pod breaks the Pod Security Standard *restricted*, with *baseline* in it. After "Pod Security Standards"
 * in the Kubernetes documentation, for pods on Linux.
 */
export function breachesOfRestricted(pod: PodSpec): string[] {
	const breaches: string[] = [];
	const unless = (fine: boolean, what: string) => {
		if (!fine) breaches.push(what);
	};
	unless(!pod.hostNetwork && !pod.hostPID && !pod.hostIPC, "host namespaces");
	for (const { name, ...source } of pod.volumes ?? []) {
		for (const type of Object.keys(source)) unless(volumeTypes.includes(type), `volume ${name}: ${type}`);
	}
	const ofPod = pod.securityContext ?? {};
	unless((ofPod.sysctls ?? []).length === 0, "sysctls");
	unless(ofPod.runAsUser !== 0, "pod runs as root");
	for (const container of containersOf(pod)) {
		const own = container.securityContext ?? {};
		const { capabilities = {} } = own;
		const says = (what: string, fine: boolean) => unless(fine, `${container.name}: ${what}`);
		says("privileged", own.privileged !== true);
		says(
			"host ports",
			(container.ports ?? []).every(({ hostPort }) => hostPort === undefined),
		);
		says("privilege escalation", own.allowPrivilegeEscalation === false);
		says("runAsNonRoot", (own.runAsNonRoot ?? ofPod.runAsNonRoot) === true);
		says("runAsUser", own.runAsUser !== 0);
		says("drops not all capabilities", (capabilities.drop ?? []).includes("ALL"));
		says(
			"adds capabilities",
			(capabilities.add ?? []).every((each) => each === "NET_BIND_SERVICE"),
		);
		says("procMount", (own.procMount ?? "Default") === "Default");
		says(
			"seccomp",
			["RuntimeDefault", "Localhost"].includes((own.seccompProfile ?? ofPod.seccompProfile)?.type ?? ""),
		);
		for (const field of ["seLinuxOptions", "appArmorProfile", "windowsOptions"] as const) {
			says(field, own[field] === undefined && ofPod[field] === undefined);
		}
	}
	return breaches;
}
