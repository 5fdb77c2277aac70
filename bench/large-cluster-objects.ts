/** As many images as a kubelet lists. */
const images = Array.from({ length: 50 }, (_, index) => ({
	names: [
		`registry.example.com/team-${index}/service-${index}@sha256:${String(index).padStart(64, "a")}`,
		`registry.example.com/team-${index}/service-${index}:1.${index}.0`,
	],
	sizeBytes: 50_000_000 + index,
}));

const condition = (type: string, status: string) => ({
	type,
	status,
	reason: "KubeletHasSufficient",
	message: "kubelet has sufficient of everything that is measured here",
	lastHeartbeatTime: "2026-03-01T00:00:00Z",
	lastTransitionTime: "2026-03-01T00:00:00Z",
});

/** A node as its kubelet and K3s would describe it, about 12 KB of JSON. */
export const largeNode = (name: string): object => ({
	apiVersion: "v1",
	kind: "Node",
	metadata: {
		name,
		labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux" },
		annotations: {
			"k3s.io/node-args": JSON.stringify([
				"agent",
				"--server",
				"https://100.64.0.1:6443",
				"--token",
				"********",
			]),
			"k3s.io/internal-ip": "100.64.0.2",
			"flannel.alpha.coreos.com/backend-type": "vxlan",
		},
	},
	spec: { providerID: `k3s://${name}` },
	status: {
		addresses: [
			{ type: "InternalIP", address: "100.64.0.2" },
			{ type: "Hostname", address: name },
		],
		conditions: [
			condition("Ready", "True"),
			...["MemoryPressure", "DiskPressure", "PIDPressure"].map((type) => condition(type, "False")),
		],
		nodeInfo: {
			...{ architecture: "amd64", operatingSystem: "linux", kubeletVersion: "v1.34.9+k3s1" },
			...{
				bootID: "b",
				containerRuntimeVersion: "containerd://2.1",
				kernelVersion: "6.12",
				kubeProxyVersion: "",
			},
			...{ machineID: "m", osImage: "Debian GNU/Linux 13", systemUUID: "s" },
		},
		images,
	},
});

/** A pod of a workload, about 3 KB of JSON. */
export const largePod = (node: string, index: number): object => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: { name: `web-${node}-${index}`, labels: { app: "web", "pod-template-hash": "5d9c" } },
	spec: {
		nodeName: node,
		containers: [
			{
				name: "web",
				image: "registry.example.com/team-1/service-1:1.1.0",
				env: Array.from({ length: 12 }, (_, at) => ({
					name: `SETTING_${at}`,
					value: `value of setting ${at}`,
				})),
				ports: [{ containerPort: 8080 }],
				resources: { requests: { cpu: "10m", memory: "16Mi" } },
				readinessProbe: { httpGet: { path: "/ready", port: 8080 } },
			},
		],
	},
});
