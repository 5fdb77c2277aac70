export { type ObjectValidator, openObjectValidator } from "./object-validator.ts";
export { type KubernetesVersion, kubernetesVersions, provideOpenApi } from "./provide-openapi.ts";
