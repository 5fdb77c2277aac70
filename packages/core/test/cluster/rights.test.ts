import { describe, expect, it } from "vitest";
import { accessQuestions, accessReview, rightText } from "../../src/cluster/index.ts";
import { permissionsFor, rbacCommands } from "../../src/manifests/index.ts";

const places = { namespace: "kube-system", egressNamespaces: ["shop"] };

describe("the rights that are asked about", () => {
	it("are all that a command's role holds, each verb and object by itself and once", () => {
		for (const command of rbacCommands) {
			const permissions = permissionsFor(command, places);
			const texts = accessQuestions(permissions).map(rightText);
			expect(new Set(texts).size).toBe(texts.length);
			for (const { verbs, resource, names = [undefined] } of permissions) {
				const [what] = resource.split("/");
				for (const verb of verbs)
					for (const name of names)
						expect(texts.some((text) => text.startsWith(`${verb} ${what}${name ? `/${name}` : ""}`))).toBe(
							true,
						);
			}
		}
	});

	it("of doctor are reading ones", () => {
		const verbs = accessQuestions(permissionsFor("doctor", places)).map(({ verb }) => verb);
		expect(new Set(verbs)).toEqual(new Set(["get", "list"]));
	});

	it("go to the API server with their group, namespace and subresource", () => {
		const permissions = permissionsFor("bench", { ...places, namespace: "localdns-bench" });
		const log = accessQuestions(permissions).find(({ subresource }) => subresource === "log");
		expect(log && rightText(log)).toBe("get pods/log in localdns-bench");
		expect(log && accessReview(log)).toMatchObject({
			kind: "SelfSubjectAccessReview",
			spec: {
				resourceAttributes: {
					verb: "get",
					group: "",
					resource: "pods",
					subresource: "log",
					namespace: "localdns-bench",
				},
			},
		});
	});
});
