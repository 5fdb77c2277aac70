// Where things are. The cache outlives the clone, so that a second clone builds no server again.
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
export const cache =
	process.env.LOCALDNS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "localdns");
export const projectNode = join(root, "node_modules/.bin/node");
export const stamps = join(root, "node_modules/.localdns-setup");
