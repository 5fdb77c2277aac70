/** Not root, and no one that a stock image knows; tailscaled lets it read and change nothing. */
const nobody = 65534;

/** Fields of a pod that the Pod Security Standard *restricted* asks for. */
export const restrictedPod = {
	automountServiceAccountToken: false,
	enableServiceLinks: false,
	securityContext: {
		runAsNonRoot: true,
		runAsUser: nobody,
		runAsGroup: nobody,
		seccompProfile: { type: "RuntimeDefault" },
	},
} as const;

/** The same of a container. */
export const restrictedContainer = {
	securityContext: {
		allowPrivilegeEscalation: false,
		readOnlyRootFilesystem: true,
		capabilities: { drop: ["ALL"] },
	},
} as const;
