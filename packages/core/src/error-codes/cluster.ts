import type { CodeFacts, Severity } from "./code-facts.ts";

const check = <S extends Severity>(severity: S, hint: string) =>
	({ hint, exitCode: 1, severity }) as const satisfies CodeFacts;

/** LDNS601–609: asking a cluster. LDNS610–659: checks of doctor, each with its severity where it is not met. */
export const clusterCodes = {
	LDNS601: { hint: "kubectl cluster-info", exitCode: 3 },
	LDNS602: {
		hint: "openssl s_client -connect HOST:6443 -showcerts, and compare with the kubeconfig's certificate-authority-data",
		exitCode: 3,
	},
	LDNS603: { hint: "kubectl auth whoami", exitCode: 3 },
	LDNS604: { hint: "localdns rbac --for COMMAND | kubectl apply -f -", exitCode: 3 },
	LDNS605: { hint: "export KUBECONFIG=/etc/rancher/k3s/k3s.yaml", exitCode: 2 },
	LDNS606: { hint: "--request-timeout 2m", exitCode: 3 },
	LDNS607: { hint: "kubectl get --raw /readyz?verbose", exitCode: 3 },

	LDNS610: check("error", "localdns rbac --for doctor | kubectl apply -f -"),
	LDNS611: check("error", "https://docs.k3s.io/upgrades"),
	LDNS612: check("warning", "https://docs.k3s.io/upgrades"),
	LDNS613: check("warning", "localdns render --mode intercept"),
	LDNS614: check("warning", "kubectl describe nodes | grep -A8 Conditions:"),
	LDNS615: check(
		"warning",
		"upgrade K3s to 1.33.13, 1.34.9, 1.35.6, 1.36.2 or newer: https://docs.k3s.io/upgrades",
	),

	LDNS620: check("error", "kubectl -n kube-system get service kube-dns -o yaml"),
	LDNS621: check("warning", "kubectl -n kube-system get configmap cluster-dns -o yaml"),
	LDNS622: check("error", "kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide"),
	LDNS623: check("warning", "kubectl -n kube-system scale deployment coredns --replicas 2"),
	LDNS624: check(
		"error",
		"delete cluster-dns from /etc/rancher/k3s/config.yaml, and run: localdns node-config plan",
	),
	LDNS625: check(
		"warning",
		"move the change into ConfigMap coredns-custom, whose keys *.server CoreDNS reads beside its Corefile",
	),
	LDNS626: check("warning", "kubectl -n kube-system edit configmap coredns-custom"),
	LDNS627: check("error", "kubectl -n kube-system get configmap coredns cluster-dns -o yaml"),
	LDNS628: check("warning", "kubectl -n kube-system get configmap coredns -o yaml"),

	LDNS630: check("error", "localdns node-config plan (on that node)"),
	LDNS631: check("warning", "write the entry with its value: name=true"),
	LDNS632: check("warning", "cat the file on that node: its nameservers must be no loopback addresses"),

	LDNS640: check("warning", "localdns render --mode kubelet"),
	LDNS641: check("warning", "localdns render --egress-policy-for NAMESPACE | kubectl apply -f -"),
	LDNS642: check("error", "kubectl get pods -A -o wide | grep -e dns -e svclb"),
	LDNS643: check("warning", "kubectl get nodes -o wide"),
	LDNS644: check(
		"warning",
		"kubectl -n kube-system create configmap coredns-custom --from-literal=size.override='bufsize 1182'",
	),
	LDNS645: check("warning", "tailscale set --accept-dns=false (on that node)"),

	LDNS650: check(
		"warning",
		"k3s ctr images pull registry.k8s.io/dns/k8s-dns-node-cache:1.26.8 (on that node)",
	),
	LDNS651: check("error", "localdns render | kubectl apply -f -"),
	LDNS652: check("error", "kubectl -n kube-system describe pods -l k8s-app=node-local-dns"),
	LDNS653: check("error", "localdns render --mode intercept | kubectl apply -f -"),
	LDNS654: check("error", "localdns render --cluster-dns ADDRESS | kubectl apply -f -"),
	LDNS655: check("warning", "localdns render | localdns lint -"),
	LDNS656: check("error", "localdns node-config revert (on that node)"),
	LDNS657: check("warning", "kubectl -n NAMESPACE rollout restart deployment NAME"),
	LDNS658: check("warning", "kubectl -n kube-system get daemonset node-local-dns -o yaml"),
} as const satisfies Record<string, CodeFacts>;
