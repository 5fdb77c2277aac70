import { daemonCommand, quiet } from "../../tailnet/tailscaled.ts";

/** As tailscale's packages name it. */
export const tailscaledUnit = "tailscaled.service";
/** Where everything on a host looks for it. */
export const tailscaledSocket = "/run/tailscale/tailscaled.sock";

/** The unit as tailscale's packages bring it, without what the lab's service manager does not look at. */
export const tailscaledUnitFile = (tailscaled: string): string => `[Unit]
Description=Tailscale node agent

[Install]
WantedBy=multi-user.target

[Service]
Environment=${quiet}
Restart=on-failure
ExecStart=${daemonCommand(tailscaled, "/var/lib/tailscale", tailscaledSocket).join(" ")}
`;
