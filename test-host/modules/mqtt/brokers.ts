import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe } from "@jest/globals";
import { Aedes } from "aedes";
import { startMosquitto } from "../../helpers/mosquitto";
import { describeWith } from "../../helpers/needs";

/** A running broker. */
export interface Broker {
	readonly port: number;
	/**
	 * Whether it sends again by the standard. Aedes 1.2 does so without order, and sends a QoS 2 PUBLISH again even
	 * after its PUBREL [MQTT-4.3.3-1]: no receiver can tell that from a new message.
	 */
	readonly exact: boolean;
	stop(): Promise<void>;
}

/** The same tests with each broker that there is. */
export function forEachBroker(body: (start: () => Promise<Broker>) => void): void {
	describe("aedes", () => body(startAedes));
	describeWith("mosquitto", () => body(async () => ({ ...(await startMosquitto()), exact: true })));
}

async function startAedes(): Promise<Broker> {
	const broker = await Aedes.createBroker();
	const server = createServer(broker.handle).listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	const stop = () =>
		new Promise<void>((resolve) => {
			server.close();
			broker.close(resolve);
		});
	return { port, exact: false, stop };
}
