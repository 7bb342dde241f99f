import { BEL, CR, LONGEST_LINE } from "./slcan";

const LF = 0x0a;

/** What comes of the bytes. */
export interface LineHandlers {
	/** A line without its CR: so many bytes of `line`, which is used again after the call. */
	onLine(line: Uint8Array, length: number): void;
	/** A BEL; what was begun before it is dropped. */
	onBell(): void;
	/** A line was longer than any of SLCAN, and is dropped. */
	onTooLong(): void;
}

/** Cuts bytes, however they come, into lines. It keeps one line and allocates nothing. */
export class LineReader {
	readonly #line = new Uint8Array(LONGEST_LINE);
	readonly #handlers: LineHandlers;
	/** Bytes of the line so far; one more than fit when it is too long. */
	#length = 0;

	constructor(handlers: LineHandlers) {
		this.#handlers = handlers;
	}

	push(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; at++) this.take(bytes[at] as number);
	}

	private take(byte: number): void {
		if (byte === CR) this.end();
		else if (byte === BEL) {
			this.#length = 0;
			this.#handlers.onBell();
		} else if (byte !== LF) this.append(byte);
	}

	private append(byte: number): void {
		if (this.#length < LONGEST_LINE) this.#line[this.#length] = byte;
		if (this.#length <= LONGEST_LINE) this.#length += 1;
	}

	private end(): void {
		const length = this.#length;
		this.#length = 0;
		if (length > LONGEST_LINE) this.#handlers.onTooLong();
		else this.#handlers.onLine(this.#line, length);
	}
}
