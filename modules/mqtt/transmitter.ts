import { LONGEST_SHORT, type ShortType, writeShort } from "./packet-writer";

/** Room for short packets that wait, bytes. */
const CAPACITY = 512;

/**
 * What is on its way to the socket: one packet of any length, and short ones that wait until it is through or,
 * if it has not begun, go first. Never hands over more than the socket has offered to take.
 */
export class Transmitter {
	readonly #write: (bytes: Uint8Array) => void;
	/** Bytes the socket still takes. */
	#space = 0;
	#packet: Uint8Array | undefined = undefined;
	#packetFrom = 0;
	#onThrough: (() => void) | undefined = undefined;
	/** Short packets, whole but for the first, which may have been handed over in part. */
	readonly #short = new Uint8Array(CAPACITY);
	#shortFrom = 0;
	#shortTo = 0;

	/** @param write Hands bytes to the socket, which copies them. */
	constructor(write: (bytes: Uint8Array) => void) {
		this.#write = write;
	}

	/** Whether a packet is still being sent: then no other one is taken. */
	get busy(): boolean {
		return this.#packet !== undefined;
	}

	/** How many short packets can be queued. */
	get room(): number {
		return Math.floor((CAPACITY - this.#shortTo + this.#shortFrom) / LONGEST_SHORT);
	}

	/**
	 * Takes a packet, which must not change any more; only when not `busy`.
	 *
	 * @param onThrough Called from inside `flush` when the socket has all of it.
	 */
	send(packet: Uint8Array, onThrough?: () => void): void {
		this.#packet = packet;
		this.#packetFrom = 0;
		this.#onThrough = onThrough;
	}

	/** Queues a short packet; only when there is `room`. */
	sendShort(type: ShortType, id?: number): void {
		if (this.#shortTo + LONGEST_SHORT > CAPACITY) {
			this.#short.copyWithin(0, this.#shortFrom, this.#shortTo);
			this.#shortTo -= this.#shortFrom;
			this.#shortFrom = 0;
		}
		this.#shortTo = writeShort(this.#short, this.#shortTo, type, id);
	}

	/** The socket takes so many bytes from now on. */
	offer(space: number): void {
		this.#space = space;
	}

	/** Hands over what the socket takes. @returns Whether that was anything. */
	flush(): boolean {
		const before = this.#space;
		// What does not fit uses up the space, so nothing of what follows gets into the middle of it.
		if (this.#packetFrom > 0) this.flushPacket();
		this.flushShort();
		this.flushPacket();
		return this.#space < before;
	}

	private flushPacket(): void {
		const packet = this.#packet;
		if (packet === undefined) return;
		const from = this.#packetFrom;
		const end = from + Math.min(this.#space, packet.length - from);
		const through = end === packet.length;
		this.#packet = through ? undefined : packet;
		this.#packetFrom = through ? 0 : end;
		this.hand(packet, from, end);
		if (through) this.#onThrough?.();
	}

	private flushShort(): void {
		const from = this.#shortFrom;
		const end = from + Math.min(this.#space, this.#shortTo - from);
		const through = end === this.#shortTo;
		this.#shortFrom = through ? 0 : end;
		this.#shortTo = through ? 0 : this.#shortTo;
		this.hand(this.#short, from, end);
	}

	private hand(bytes: Uint8Array, from: number, end: number): void {
		if (from === end) return;
		this.#space -= end - from;
		this.#write(from === 0 && end === bytes.length ? bytes : bytes.subarray(from, end));
	}
}
