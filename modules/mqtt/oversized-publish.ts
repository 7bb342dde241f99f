import { type IncomingPacket, malformed } from "./incoming-packet";
import type { QoS } from "./message";

/**
 * A PUBLISH too long to be kept. Its packet id is picked out as the bytes go by, because the broker waits for
 * the acknowledgement all the same and would stop sending for want of it.
 */
export class OversizedPublish {
	readonly #qos: QoS;
	readonly #size: number;
	#seen = 0;
	#topicLength = 0;
	#id = 0;

	/** @param size Bytes after the fixed header. */
	constructor(qos: QoS, size: number) {
		this.#qos = qos;
		this.#size = size;
	}

	/** Whether all of it has gone by. */
	get complete(): boolean {
		return this.#seen === this.#size;
	}

	/** Looks at the bytes from `at` on and returns where those end that are its own. */
	skip(bytes: Uint8Array, at: number): number {
		let next = at;
		while (next < bytes.length && !this.complete && this.#seen < this.payloadAt) {
			this.look(bytes[next++] ?? 0);
		}
		const payload = Math.min(bytes.length - next, this.#size - this.#seen);
		this.#seen += payload;
		return next + payload;
	}

	/** What is to be told of it once it is complete. */
	packet(): IncomingPacket {
		if (this.#size < this.payloadAt) return malformed("wrong-size");
		if (this.#topicLength === 0) return malformed("bad-topic");
		if (this.#qos > 0 && this.#id === 0) return malformed("bad-packet-id");
		const id = this.#qos > 0 ? this.#id : undefined;
		return { type: "TOO-LARGE", id, qos: this.#qos, size: this.#size };
	}

	/** Where the payload begins, as far as is known by now. */
	private get payloadAt(): number {
		return 2 + this.#topicLength + (this.#qos > 0 ? 2 : 0);
	}

	private look(byte: number): void {
		const at = this.#seen++;
		if (at < 2) this.#topicLength = (this.#topicLength << 8) | byte;
		else if (at >= 2 + this.#topicLength) this.#id = (this.#id << 8) | byte;
	}
}
