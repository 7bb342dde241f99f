import { ByteQueue } from "./byte-queue";
import { beginsFrame, LONGEST_FRAME, parseFrame, writeFrame } from "./frame-text";
import { hexValue, writeHex } from "./hex";
import { LineReader } from "./line-reader";
import { BEL, CR, emptySlcanFrame, Flag, Letter, type Sayable, type SlcanFrame, STAMP_PERIOD } from "./slcan";
import type { Accepted, AcceptingTCPClass, TCPSocket } from "./socket";

/** Room for what comes in 50 ms on a full bus of 500 kbit/s, with time stamps; bytes. */
const QUEUE_SIZE = 6144;
/** Room that is kept for answers: frames are lost sooner. */
const ANSWER_ROOM = 256;
/** Hardware 1.0, and 1.3 of the protocol (CAN232 manual, command V). */
const VERSION = "V1013";
const SERIAL = "NLEAF";
/** A client that neither opens the bus nor takes what is sent is gone after as many ms. */
const PATIENCE = 30_000;

/** How a client is served. */
export interface SessionOptions {
	/** The digit of the bus's bit rate: no other is granted. */
	readonly speed: number;
	/** Monotonic time in ms. */
	readonly now: () => number;
	/** Sends a frame of the client's; `false` when nobody takes it. Left out, clients only listen. */
	readonly transmit?: (frame: SlcanFrame) => boolean;
	/** The client has opened the bus. */
	readonly onOpen?: () => void;
	/** The client is gone. */
	readonly onEnd: (session: Session) => void;
}

/** The server's side of SLCAN for one client. Commands that are refused, and what makes no sense, get a BEL. */
export class Session {
	readonly #options: SessionOptions;
	readonly #queue = new ByteQueue(QUEUE_SIZE);
	readonly #reader: LineReader;
	readonly #frame = emptySlcanFrame();
	readonly #socket: TCPSocket;
	#state: "closed" | "listening" | "open" = "closed";
	#stamps = false;
	/** Frames that found no room. */
	#dropped = 0;
	#droppedTold = 0;
	/** When the client last showed that it is there, monotonic ms. */
	#aliveAt: number;
	#ended = false;

	/** @param from The client's connection, which becomes a socket of `io`. */
	constructor(io: AcceptingTCPClass, from: Accepted, options: SessionOptions) {
		this.#options = options;
		this.#aliveAt = options.now();
		this.#reader = new LineReader({
			onLine: (line, length) => this.obey(line, length),
			onBell: () => this.answer(false),
			onTooLong: () => this.answer(false),
		});
		this.#socket = new io({
			from,
			onReadable: () => this.receive(),
			onWritable: (count) => this.offer(count),
			onError: () => this.end(),
		});
	}

	/** Frames that this client has lost because it takes them too slowly. */
	get dropped(): number {
		return this.#dropped;
	}

	/** A frame was on the bus: it is queued, or lost. Allocates nothing. */
	frame(frame: Sayable): void {
		if (this.#state === "closed") return;
		if (this.#queue.room < LONGEST_FRAME + ANSWER_ROOM) {
			this.#dropped += 1;
			return;
		}
		const stamp = this.#stamps ? Math.floor(this.#options.now()) % STAMP_PERIOD : undefined;
		this.#queue.end = writeFrame(frame, this.#queue.bytes, this.#queue.end, stamp);
	}

	/** Sends what is queued, as far as the client takes it. Ends the session when nobody is there. */
	poll(): void {
		this.flush();
		const waits = this.#state === "closed" || this.#queue.end > 0;
		if (waits && this.#options.now() - this.#aliveAt >= PATIENCE) this.end();
	}

	close(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#state = "closed";
		this.#socket.close();
	}

	private end(): void {
		if (this.#ended) return;
		this.close();
		this.#options.onEnd(this);
	}

	private receive(): void {
		const bytes = this.#ended ? undefined : this.#socket.read();
		if (bytes === undefined) return;
		this.#aliveAt = this.#options.now();
		this.#reader.push(new Uint8Array(bytes));
		this.flush();
	}

	private offer(count: number): void {
		this.#aliveAt = this.#options.now();
		this.#queue.offer(count);
		this.flush();
	}

	private flush(): void {
		if (this.#ended) return;
		try {
			this.#queue.flush(this.#socket);
		} catch {
			// Sockets of the SDK throw when the connection has ended and they have not told it yet.
			this.end();
		}
	}

	private obey(line: Uint8Array, length: number): void {
		// Programs begin with empty lines, to end what others have left behind: those are no command.
		if (this.#ended || length === 0) return;
		const letter = line[0];
		if (beginsFrame(letter)) this.transmitFrame(line, length);
		else if (letter === Letter.F) this.tellFlags(length);
		else if (length === 1 && letter === Letter.V) this.answer(true, VERSION);
		else if (length === 1 && letter === Letter.N) this.answer(true, SERIAL);
		else this.answer(this.change(line, length));
	}

	/** Obeys a command that has no other answer than that it is obeyed. */
	private change(line: Uint8Array, length: number): boolean {
		const letter = line[0];
		const digit = length === 2 ? hexValue(line, 1, 2) : undefined;
		switch (letter) {
			case Letter.C:
				if (length === 1) this.#state = "closed";
				return length === 1;
			case Letter.L:
				return length === 1 && this.open("listening");
			case Letter.O:
				return length === 1 && this.open("open");
			case Letter.S:
				return digit === this.#options.speed;
			case Letter.Z:
				if (digit === 0 || digit === 1) this.#stamps = digit === 1;
				return digit === 0 || digit === 1;
			// What is asked for is not all that comes: filters are taken, and ignored.
			case Letter.M:
			case Letter.m:
				return length === 9 && hexValue(line, 1, 9) !== undefined;
			default:
				return false;
		}
	}

	/** Stricter servers refuse that to whoever has done it already; programs do it twice. */
	private open(state: "listening" | "open"): true {
		const news = this.#state === "closed";
		this.#state = state;
		if (news) this.#options.onOpen?.();
		return true;
	}

	private transmitFrame(line: Uint8Array, length: number): void {
		const { transmit } = this.#options;
		const may = transmit !== undefined && this.#state === "open";
		const frame = this.#frame;
		const sent = may && parseFrame(line, length, frame) && frame.stamp === undefined && transmit(frame);
		if (sent) this.answer(true, frame.extended ? "Z" : "z");
		else this.answer(false);
	}

	/** All that is known of the bus is which frames this client has lost since it asked last. */
	private tellFlags(length: number): void {
		if (length !== 1 || this.#state === "closed") {
			this.answer(false);
			return;
		}
		const overrun = this.#dropped !== this.#droppedTold;
		this.#droppedTold = this.#dropped;
		if (!this.mayAnswer()) return;
		this.#queue.byte(Letter.F);
		this.#queue.end = writeHex(overrun ? Flag.overrun : 0, 2, this.#queue.bytes, this.#queue.end);
		this.#queue.byte(CR);
	}

	private answer(obeyed: boolean, text = ""): void {
		if (!this.mayAnswer()) return;
		this.#queue.text(text);
		this.#queue.byte(obeyed ? CR : BEL);
	}

	/** Whoever talks without end and does not read the answers is not worth talking to. */
	private mayAnswer(): boolean {
		const fits = this.#queue.room >= VERSION.length + 1;
		if (!fits) this.end();
		return fits && !this.#ended;
	}
}
