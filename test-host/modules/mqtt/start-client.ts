import { MQTTClient } from "../../../modules/mqtt/mqtt-client";
import type { MQTTOptions } from "../../../modules/mqtt/mqtt-options";
import { ManualClock } from "../../helpers/manual-clock";
import { bytes } from "./bytes";
import { FakePeer } from "./fake-tcp";

/** A client with its far end, its clock and a record of its callbacks. */
export interface Bench {
	readonly client: MQTTClient;
	readonly peer: FakePeer;
	readonly clock: ManualClock;
	/** Name and arguments of every callback, in order. */
	readonly events: unknown[][];
}

/** CONNACK: accepted, no session. */
export const CONNACK = bytes("20 02 00 00");

/** Starts a client of a clean session without keep-alive, unless the options say otherwise. */
export function startClient(options: Partial<MQTTOptions> = {}): Bench {
	const peer = new FakePeer();
	const clock = new ManualClock();
	const events: unknown[][] = [];
	const note =
		(name: string) =>
		(...values: unknown[]) =>
			void events.push([name, ...values]);
	const client = new MQTTClient({
		host: "broker",
		port: 1883,
		id: "leaf",
		keepAlive: 0,
		clean: true,
		socket: { io: peer.TCP },
		after: (ms, callback) => clock.after(ms, callback),
		onOpen: note("open"),
		onMessage: note("message"),
		onTooLarge: note("too-large"),
		onWritable: note("writable"),
		onClosed: (reason, detail) =>
			events.push(detail === undefined ? ["closed", reason] : ["closed", reason, detail]),
		...options,
	});
	return { client, peer, clock, events };
}

/** Starts a client and lets the broker accept it; the record and what was sent begin after that. */
export function openClient(options: Partial<MQTTOptions> = {}): Bench {
	const bench = startClient(options);
	bench.peer.offer();
	bench.peer.deliver(CONNACK);
	bench.peer.take();
	bench.events.length = 0;
	return bench;
}
