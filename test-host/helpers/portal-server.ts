import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { BODY_LIMIT, type HttpRequest } from "../../src/portal/http";
import type { Page } from "../../src/portal/parts";
import { Portal } from "../../src/portal/portal";
import { computerClock } from "../virtual/computer-clock";
import { FakeKeys } from "./fake-keys";
import { FakePortalDevice } from "./fake-portal-device";

/** The portal on a port of this computer. */
export interface PortalServer {
	/** With a slash at its end. */
	readonly url: string;
	readonly device: FakePortalDevice;
	/** From which network requests seem to come from now on. */
	from: HttpRequest["from"];
	stop(): Promise<void>;
}

/** Serves the real portal with a made-up device behind it, so that a browser can be tried on it. */
export async function startPortal(page: Page, port = 0): Promise<PortalServer> {
	const device = new FakePortalDevice((ms, callback) => computerClock.after(ms, callback));
	const portal = new Portal({ clock: computerClock, keys: new FakeKeys(), device, page });
	const server = createServer(async (request, response) => {
		portal.handle(await requestOf(request, opened.from), ({ status, headers, body }) => {
			response.writeHead(status, headers).end(body);
		});
	});
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	const opened: PortalServer = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		device,
		from: "setup",
		stop: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
	return opened;
}

async function requestOf(incoming: IncomingMessage, from: HttpRequest["from"]): Promise<HttpRequest> {
	const parts: Buffer[] = [];
	for await (const part of incoming) parts.push(part as Buffer);
	const body = Buffer.concat(parts);
	return {
		...{ method: incoming.method ?? "", path: incoming.url ?? "", from, peer: "127.0.0.1" },
		headers: new Map(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
		body: body.length > BODY_LIMIT ? undefined : body.toString(),
	};
}
