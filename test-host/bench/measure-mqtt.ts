import { MQTTClient } from "../../modules/mqtt/mqtt-client";
import type { TCPOptions, TCPSocket } from "../../modules/mqtt/socket";
import { Announcer } from "../../src/homeassistant/announcer";
import { Outbox } from "../../src/telemetry/outbox";
import { Publisher } from "../../src/telemetry/publisher";
import type { Snapshot } from "../../src/vehicle/snapshot";
import { SAMPLE_DEVICE as DEVICE } from "../helpers/sample-device";

/** What goes to the broker, MQTT headers included, TLS and TCP not. */
export interface MqttCosts {
	readonly what: string;
	readonly messages: number;
	readonly bytes: number;
}

const PARKED = { soc: 81.7, health: 91, voltage: 381, capacity: 162.2, range: 276, energy: 46.1, gids: 576 };
/** Long enough for every metric to be published again, ms. */
const LATER = 60_000;
const DRIVING = { ...PARKED, current: -86.5, power: -32.52, voltage: 376 };

const snapshot = (values: Snapshot["values"]): Snapshot => ({
	values,
	ages: {},
	newest: 0,
	complete: true,
	sessionId: "40000000",
});

/** CONNACK: accepted, no session (MQTT 3.1.1, 3.2). */
const CONNACK = Uint8Array.of(0x20, 2, 0, 0);

/** The firmware's own publisher and client, on a socket that only counts. */
export async function measureMqtt(): Promise<readonly MqttCosts[]> {
	const sent: Uint8Array[] = [];
	let connected: () => void = () => {};
	const open = new Promise<void>((resolve) => {
		connected = resolve;
	});
	class CountingTCP implements TCPSocket {
		#answer: ArrayBuffer | undefined = CONNACK.buffer;
		constructor(options: TCPOptions) {
			setImmediate(() => options.onWritable(1 << 20));
			setImmediate(() => options.onReadable(CONNACK.length));
		}
		read(): ArrayBuffer | undefined {
			const answer = this.#answer;
			this.#answer = undefined;
			return answer;
		}
		write(bytes: Uint8Array): void {
			sent.push(bytes.slice());
		}
		close(): void {}
	}
	const client = new MQTTClient({
		...{ host: "localhost", port: 1883, id: DEVICE.clientId, keepAlive: 30, clean: true },
		socket: { io: CountingTCP },
		after: () => () => {},
		onOpen: () => connected(),
		onMessage: () => {},
		onWritable: () => {},
		onClosed: (reason) => {
			throw new Error(reason);
		},
	});
	await open;
	const outbox = new Outbox(() => {});
	const publisher = new Publisher(
		outbox,
		new Announcer({ device: DEVICE, form: "components", keepValues: false }),
		DEVICE,
		0,
	);
	outbox.attach(client);
	const measure = (what: string, act: () => void): MqttCosts => {
		sent.length = 0;
		act();
		outbox.pump();
		const bytes = sent.reduce((sum, part) => sum + part.length, 0);
		return { what, messages: countPublishes(sent), bytes };
	};
	return [
		measure("announcement: availability and discovery", () => publisher.announce()),
		measure("first set of values", () => publisher.publish(snapshot(PARKED), 0, 0)),
		measure("update while driving: voltage, current, power", () =>
			publisher.publish(snapshot(DRIVING), 0, LATER),
		),
		measure("nothing has changed", () => publisher.publish(snapshot(DRIVING), 0, LATER)),
	];
}

/** PUBLISH packets in a stream (MQTT 3.1.1, 2.2: type, then remaining length in groups of 7 bits). */
function countPublishes(parts: readonly Uint8Array[]): number {
	const bytes = Buffer.concat(parts);
	let count = 0;
	for (let at = 0; at < bytes.length; ) {
		if ((bytes[at] ?? 0) >> 4 === 3) count += 1;
		let length = 0;
		let shift = 0;
		do {
			at += 1;
			length |= ((bytes[at] ?? 0) & 0x7f) << shift;
			shift += 7;
		} while (((bytes[at] ?? 0) & 0x80) !== 0);
		at += 1 + length;
	}
	return count;
}
