import type { TCPSocket } from "./socket";

/** Bytes on their way into a socket: never more than there is room for, and nothing is allocated to add some. */
export class ByteQueue {
	/** What waits; to be written from `end` on. */
	readonly bytes: Uint8Array;
	/** How many bytes wait. */
	end = 0;
	/** How many the socket takes. */
	#credit = 0;

	/** @param size The most that can wait, bytes. */
	constructor(size: number) {
		this.bytes = new Uint8Array(size);
	}

	/** For how many more there is room. */
	get room(): number {
		return this.bytes.length - this.end;
	}

	/** The socket takes so many from now on. */
	offer(count: number): void {
		this.#credit = count;
	}

	/** Adds ASCII text, for which there must be room. */
	text(text: string): void {
		for (let index = 0; index < text.length; index++) this.byte(text.charCodeAt(index));
	}

	/** Adds a byte, for which there must be room. */
	byte(value: number): void {
		this.bytes[this.end] = value;
		this.end += 1;
	}

	/** Gives the socket what it takes. Throws as the socket does. @returns Whether it took anything. */
	flush(socket: TCPSocket): boolean {
		const count = Math.min(this.end, this.#credit);
		if (count === 0) return false;
		this.#credit -= count;
		socket.write(this.bytes.subarray(0, count));
		this.bytes.copyWithin(0, count, this.end);
		this.end -= count;
		return true;
	}
}
