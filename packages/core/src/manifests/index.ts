export { renderBundle } from "./bundle.ts";
export type { BundleSettings } from "./bundle-settings.ts";
export type { KubernetesObject } from "./kubernetes-object.ts";
export { serializeJson, serializeYaml, yamlDocument } from "./serialize.ts";
