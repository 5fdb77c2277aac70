import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { serviceSocket } from "../lab-folder.ts";
import type { Reply, Request } from "./protocol.ts";

/** Asks the node's service manager. @throws Error when there is none */
export async function askServiceManager(request: Request): Promise<Reply> {
	const socket = connect({ path: serviceSocket, allowHalfOpen: true });
	socket.end(`${JSON.stringify(request)}\n`);
	return JSON.parse(await text(socket)) as Reply;
}
