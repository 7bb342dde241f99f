import { connectAsync } from "mqtt";

/** How to get into a broker with TLS and a login on this computer. */
export interface BrokerAccess {
	readonly port: number;
	/** PEM. */
	readonly ca: string;
	readonly user: string;
	readonly password: string;
}

/** Retained messages have all come when nothing else has for so long, ms. */
const QUIET = 300;

/** What a broker retains below the device's topics and Home Assistant's: payload by topic. */
export async function retainedAt(access: BrokerAccess): Promise<Readonly<Record<string, string>>> {
	const { port, ca, user: username, password } = access;
	const url = `mqtts://localhost:${port}`;
	const client = await connectAsync(url, { ca, username, password, protocolVersion: 4, reconnectPeriod: 0 });
	const found: Record<string, string> = {};
	await new Promise<void>((resolve) => {
		const quiet = setTimeout(resolve, QUIET);
		client.on("message", (topic, payload, { retain }) => {
			if (retain) found[topic] = payload.toString();
			quiet.refresh();
		});
		void client.subscribeAsync(["nissan_leaf/#", "homeassistant/#"]);
	});
	await client.endAsync();
	return found;
}
