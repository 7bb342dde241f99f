import { type IncomingPacket, type Malformed, malformed } from "./incoming-packet";
import { OversizedPublish } from "./oversized-publish";
import { qosOf, type Shape, shapeOf } from "./packet-parser";

/** The remaining length has at most this many bytes (MQTT 3.1.1, 2.2.3). */
const LONGEST_SIZE = 4;
/** The buffer begins with this many bytes, enough for all but long messages. */
const FIRST_CAPACITY = 128;

type Stage = "first" | "size" | "body" | "skipping" | "broken";

/** Cuts a stream of bytes into packets, however the network cuts it into slices. */
export class PacketReader {
	readonly #onPacket: (packet: IncomingPacket) => void;
	readonly #limit: number;
	#stage: Stage = "first";
	#first = 0;
	#shape: Shape | undefined = undefined;
	#size = 0;
	#sizeBytes = 0;
	#body = new Uint8Array(FIRST_CAPACITY);
	#filled = 0;
	#oversized: OversizedPublish | undefined = undefined;

	/**
	 * @param onPacket Called for each packet. After a malformed one nothing follows, whatever is pushed.
	 * @param limit Bytes after the fixed header that are kept. A longer PUBLISH is skipped and reported, anything
	 *   else so long is malformed.
	 */
	constructor(onPacket: (packet: IncomingPacket) => void, limit: number) {
		this.#onPacket = onPacket;
		this.#limit = limit;
	}

	/** Takes the next slice of the stream, of any length; the bytes are not kept. */
	push(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length && this.#stage !== "broken"; ) {
			if (this.#stage === "body") at = this.fill(bytes, at);
			else if (this.#stage === "skipping") at = this.skip(bytes, at);
			else this.header(bytes[at++] ?? 0);
		}
	}

	private header(byte: number): void {
		if (this.#stage === "first") {
			this.#first = byte;
			this.#shape = shapeOf(byte);
			this.#size = 0;
			this.#sizeBytes = 0;
			if (this.#shape === undefined) this.fail("unknown-packet");
			else this.#stage = "size";
			return;
		}
		this.#size |= (byte & 0x7f) << (7 * this.#sizeBytes);
		this.#sizeBytes += 1;
		if ((byte & 0x80) === 0) this.begin();
		else if (this.#sizeBytes === LONGEST_SIZE) this.fail("bad-length");
	}

	/** The header is complete. */
	private begin(): void {
		const { least, most, skippable } = this.#shape as Shape;
		const qos = qosOf(this.#first);
		if (this.#size < least || this.#size > most) this.fail("wrong-size");
		else if (this.#size <= this.#limit) this.keep();
		else if (!skippable) this.fail("too-large");
		else if (qos === 3) this.fail("bad-qos");
		else {
			this.#stage = "skipping";
			this.#oversized = new OversizedPublish(qos, this.#size);
		}
	}

	/** Makes room for the body. */
	private keep(): void {
		let capacity = this.#body.length;
		while (capacity < this.#size) capacity *= 2;
		if (capacity > this.#body.length) this.#body = new Uint8Array(Math.min(capacity, this.#limit));
		this.#filled = 0;
		this.#stage = "body";
		if (this.#size === 0) this.complete();
	}

	private fill(bytes: Uint8Array, at: number): number {
		const end = Math.min(bytes.length, at + this.#size - this.#filled);
		this.#body.set(bytes.subarray(at, end), this.#filled);
		this.#filled += end - at;
		if (this.#filled === this.#size) this.complete();
		return end;
	}

	private skip(bytes: Uint8Array, at: number): number {
		const oversized = this.#oversized as OversizedPublish;
		const end = oversized.skip(bytes, at);
		if (oversized.complete) this.deliver(oversized.packet());
		return end;
	}

	private complete(): void {
		const { parse } = this.#shape as Shape;
		this.deliver(parse(this.#body, this.#size, this.#first));
	}

	private fail(why: Malformed): void {
		this.deliver(malformed(why));
	}

	private deliver(packet: IncomingPacket): void {
		this.#stage = packet.type === "MALFORMED" ? "broken" : "first";
		this.#onPacket(packet);
	}
}
