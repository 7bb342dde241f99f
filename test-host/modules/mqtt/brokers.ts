import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe } from "@jest/globals";
import { Aedes } from "aedes";
import { startMosquitto } from "../../helpers/mosquitto";
import { describeWith } from "../../helpers/needs";

/** A running broker. */
export interface Broker {
	readonly port: number;
	stop(): Promise<void>;
}

/** The same tests with each broker that there is. */
export function forEachBroker(body: (start: () => Promise<Broker>) => void): void {
	describe("aedes", () => body(startAedes));
	describeWith("mosquitto", () => body(() => startMosquitto()));
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
	return { port, stop };
}
