import { afterAll } from "@jest/globals";
import type { Message, QoS, ReceivedMessage } from "../../../modules/mqtt/message";
import { MQTTClient } from "../../../modules/mqtt/mqtt-client";
import type { MQTTOptions } from "../../../modules/mqtt/mqtt-options";
import { NodeTCP } from "../../virtual/node-tcp";

/** A client whose callbacks are promises. */
export class Link {
	readonly client: MQTTClient;
	readonly messages: ReceivedMessage[] = [];
	readonly opened: Promise<boolean>;
	readonly closed: Promise<string>;
	#waiting: (() => void)[] = [];

	constructor(port: number, options: Partial<MQTTOptions> = {}) {
		let open: (sessionPresent: boolean) => void = () => {};
		let close: (reason: string) => void = () => {};
		this.opened = new Promise((resolve) => {
			open = resolve;
		});
		this.closed = new Promise((resolve) => {
			close = resolve;
		});
		this.client = new MQTTClient({
			host: "127.0.0.1",
			port,
			id: `leaf${links.length}`,
			keepAlive: 30,
			clean: true,
			packetLimit: 20_000,
			socket: { io: NodeTCP },
			after,
			onOpen: open,
			onMessage: (message) => {
				this.messages.push(message);
				this.#wake();
			},
			onWritable: () => this.#wake(),
			onClosed: close,
			...options,
		});
		links.push(this);
	}

	async subscribe(topic: string, qos: QoS): Promise<readonly number[]> {
		return new Promise((done) => void this.#untilTaken(() => this.client.subscribe([{ topic, qos }], done)));
	}

	async publish(message: Message): Promise<void> {
		return new Promise((done) => void this.#untilTaken(() => this.client.publish(message, done)));
	}

	/** The first so many messages, once they are there. */
	async received(count: number): Promise<ReceivedMessage[]> {
		while (this.messages.length < count) await this.#event();
		return this.messages;
	}

	async #untilTaken(request: () => boolean): Promise<void> {
		while (!request()) await this.#event();
	}

	#event(): Promise<void> {
		return new Promise((resolve) => void this.#waiting.push(resolve));
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}

const links: Link[] = [];

/** The clock of this computer. */
export function after(ms: number, callback: () => void): () => void {
	const timer = setTimeout(callback, ms);
	return () => clearTimeout(timer);
}

afterAll(() => {
	for (const { client } of links) client.abort();
});
