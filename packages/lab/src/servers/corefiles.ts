import { clusterDnsPod, clusterDomain, externalResolver } from "../network/addresses.ts";

/**
 * The cluster DNS: K3s' Corefile with the `file` plugin where the `kubernetes` plugin stands, since there
 * is no API server here, and without NodeHosts. A changed zone is served within 0.2 s, about as soon as a
 * watch would tell.
 */
export const clusterCorefile = (zoneFile: string): string => `.:53 {
    bind ${clusterDnsPod}
    errors
    file ${zoneFile} ${clusterDomain} {
        reload 200ms
    }
    cache 30
    loop
    loadbalance
    forward . ${externalResolver}
}
`;

/** The public resolver. It knows every external name by heart: what lies behind it is not measured. */
export const externalCorefile = (zoneFile: string): string => `.:53 {
    bind ${externalResolver}
    errors
    file ${zoneFile} . {
        reload 0
    }
}
`;
